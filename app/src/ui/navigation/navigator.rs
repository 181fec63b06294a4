//! Goes to other addresses from code.
use super::address::Address;
use crate::ui::unsaved::{has_unsaved, look_at_all, release_all};
use leptos::prelude::*;
use leptos_router::{NavigateOptions, hooks::use_navigate};
use std::sync::Arc;

type Navigate = Arc<dyn Fn(&str, NavigateOptions) + Send + Sync>;

/// Goes to where a mutation leads.
pub type Redirect = Arc<dyn Fn(&str) + Send + Sync>;

/// Where the page goes when the question about unsaved changes is answered.
#[derive(Clone)]
pub enum Destination {
    Page(String),
    /// As many steps in the history.
    Entry(i32),
}

#[derive(Clone, Copy)]
pub struct Navigation {
    navigate: StoredValue<Navigate>,
    asked: RwSignal<Option<Destination>>,
}

/// Returns a function that goes to where a mutation leads.
pub fn use_redirect() -> Redirect {
    let navigation = use_context::<Navigation>();
    Arc::new(move |to: &str| {
        let Some(navigation) = navigation else { return };
        let to = to.to_owned();
        // The mutation's readers first.
        request_animation_frame(move || navigation.redirect(&to));
    })
}

impl Navigation {
    /// Below the router.
    pub fn new() -> Self {
        let navigate = use_navigate();
        Self {
            navigate: StoredValue::new(Arc::new(move |to: &str, options| navigate(to, options))),
            asked: RwSignal::new(None),
        }
    }

    /// Goes to a page of this site, as a link does.
    pub fn visit(self, to: &str) {
        if self.may_go(to) {
            self.go(to, false, true);
        }
    }

    /// Whether going there loses nothing; otherwise the question is asked, which goes there itself.
    pub fn may_go(self, to: &str) -> bool {
        let is_other = Address::of(to).is_some_and(|there| there.path != Address::here().path);
        let asks = is_other && has_unsaved();
        if asks {
            self.ask(Destination::Page(to.to_owned()));
        }
        !asks
    }

    /// Asks whether unsaved changes may be lost.
    pub fn ask(self, to: Destination) {
        self.asked.set(Some(to));
    }

    pub fn is_asking(self) -> bool {
        self.asked.read().is_some()
    }

    /// Answers the question: the page stays.
    pub fn stay(self) {
        self.asked.set(None);
        look_at_all();
    }

    /// Answers the question: the changes are given up.
    pub fn leave(self) {
        let to = self.asked.get_untracked();
        self.asked.set(None);
        release_all();
        match to {
            Some(Destination::Page(to)) => self.go(&to, false, true),
            Some(Destination::Entry(away)) => {
                let _ = window()
                    .history()
                    .and_then(|history| history.go_with_delta(away));
            }
            None => {}
        }
    }

    /// Closes a dialog: its entry in the history becomes this address.
    pub fn close(self, to: &str) {
        self.go(to, true, false);
    }

    fn redirect(self, to: &str) {
        let Some(there) = Address::of(to) else {
            let _ = window().location().set_href(to);
            return;
        };
        let to = if to.starts_with('/') {
            to.to_owned()
        } else {
            format!("{}{}", there.path, there.search)
        };
        let is_other = there.path != Address::here().path;
        let in_dialog = document()
            .query_selector("dialog.dialog")
            .is_ok_and(|dialog| dialog.is_some());
        match (is_other, in_dialog) {
            // What a dialog asked about is done, such as a deletion: the page has nothing left to save.
            (true, true) => self.go(&to, false, true),
            (true, false) => self.visit(&to),
            (false, true) => self.close(&to),
            (false, false) => self.go(&to, false, false),
        }
    }

    fn go(self, to: &str, replace: bool, scroll: bool) {
        let options = NavigateOptions {
            replace,
            scroll,
            ..Default::default()
        };
        self.navigate.with_value(|navigate| navigate(to, options));
    }
}
