//! What the page waits for: answers of the server, and the parts of a page that it opens.
use leptos::prelude::*;
use leptos_router::hooks::use_location;
use std::time::Duration;

/// How long a wait is before it is shown.
const SHOWN_AFTER: Duration = Duration::from_millis(150);

#[derive(Clone, Copy)]
pub struct Waiting {
    /// The router's address, which the browser's follows when the page has come.
    path: Memo<String>,
    /// How many results are on their way.
    loads: RwSignal<u32>,
    /// How many mutations have ended.
    ended: RwSignal<u32>,
    /// Whether the page goes to another address, until everything on it is loaded.
    moving: RwSignal<bool>,
    /// Whether it already takes long.
    long: RwSignal<bool>,
}

/// One result on its way, until it is dropped.
pub struct Load(Waiting);

impl Drop for Load {
    fn drop(&mut self) {
        let less = |loads: &mut u32| *loads = loads.saturating_sub(1);
        let _ = self.0.loads.try_update(less);
    }
}

pub fn provide_waiting() -> Waiting {
    let location = use_location();
    let waiting = Waiting {
        path: location.pathname,
        loads: RwSignal::new(0),
        ended: RwSignal::new(0),
        moving: RwSignal::new(false),
        long: RwSignal::new(false),
    };
    provide_context(waiting);
    Effect::new(move |before: Option<()>| {
        location.pathname.track();
        location.search.track();
        if before.is_some() {
            waiting.moving.set(true);
            waiting.arrive();
        }
    });
    waiting.notice_long_waits();
    waiting
}

impl Waiting {
    pub fn begin(self) -> Load {
        let _ = self.loads.try_update(|loads| *loads += 1);
        Load(self)
    }

    pub fn end_mutation(self) {
        let more = |ended: &mut u32| *ended = ended.wrapping_add(1);
        let _ = self.ended.try_update(more);
    }

    /// Tracks everything that can replace a part of the page.
    pub fn track_replacements(self) {
        self.ended.track();
        self.moving.track();
        self.loads.track();
    }

    /// Whether something is on its way now.
    pub fn is_busy(self) -> bool {
        self.moving.get_untracked() || self.is_loading()
    }

    /// The path of the page that is shown.
    pub fn path(self) -> String {
        self.path.get_untracked()
    }

    /// Whether the address in the browser is not yet the router's.
    pub fn is_between_pages(self) -> bool {
        let there = window().location().pathname();
        there.is_ok_and(|there| self.path.with_untracked(|path| *path != there))
    }

    /// Whether a wait takes so long that it is shown.
    pub fn is_long(self) -> bool {
        self.long.get()
    }

    /// Whether the old content is shown while the page goes to another address.
    pub fn is_old(self) -> bool {
        self.long.get() && self.moving.get()
    }

    fn is_loading(self) -> bool {
        self.loads.get_untracked() > 0 || self.is_between_pages()
    }

    /// Ends the move as soon as nothing is on its way.
    fn arrive(self) {
        let look = move || {
            if self.is_loading() {
                self.arrive();
            } else {
                self.moving.set(false);
            }
        };
        request_animation_frame(move || request_animation_frame(look));
    }

    fn notice_long_waits(self) {
        let busy = Memo::new(move |_| self.moving.get() || self.loads.get() > 0);
        Effect::new(move || {
            if !busy.get() {
                self.long.set(false);
                return;
            }
            let timer = set_timeout_with_handle(move || self.long.set(true), SHOWN_AFTER).ok();
            on_cleanup(move || {
                if let Some(timer) = timer {
                    timer.clear();
                }
            });
        });
    }
}

/// The line at the top of the page while it waits.
#[component]
pub fn WaitingLine() -> impl IntoView {
    let waiting: Waiting = expect_context();
    view! { <div class="waiting-line" aria-hidden="true" hidden=move || !waiting.is_long()></div> }
}
