//! Goes to other addresses from code.
use super::address::Address;
use leptos::prelude::*;
use leptos_router::{NavigateOptions, hooks::use_navigate};
use std::sync::Arc;

type Navigate = Arc<dyn Fn(&str, NavigateOptions) + Send + Sync>;

/// Goes to where a mutation leads.
pub type Redirect = Arc<dyn Fn(&str) + Send + Sync>;

#[derive(Clone, Copy)]
pub struct Navigation {
    navigate: StoredValue<Navigate>,
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
        if there.path != Address::here().path {
            self.go(&to, false, true);
        } else if document()
            .query_selector("dialog.dialog")
            .is_ok_and(|dialog| dialog.is_some())
        {
            self.close(&to);
        } else {
            self.go(&to, false, false);
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
