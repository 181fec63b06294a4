//! Loading again what could not be loaded.
use super::query_link;
use leptos::{ev, leptos_dom::helpers::TimeoutHandle, prelude::*, web_sys::Event};
use std::{sync::Arc, time::Duration};

/// After how many seconds a page tries again by itself.
const DELAYS: [u64; 3] = [2, 4, 8];

/// How to load something again.
#[derive(Clone, Copy)]
pub struct Retry {
    load: StoredValue<Arc<dyn Fn() + Send + Sync>>,
    /// How many times in a row it failed.
    failures: StoredValue<usize>,
}

impl Retry {
    pub fn new(load: impl Fn() + Send + Sync + 'static) -> Self {
        Self {
            load: StoredValue::new(Arc::new(load)),
            failures: StoredValue::new(0),
        }
    }

    pub fn succeeded(self) {
        let _ = self.failures.try_set_value(0);
    }

    fn load(self) {
        if let Some(load) = self.load.try_get_value() {
            load();
        }
    }

    /// Loads again in a moment, later after each failure.
    fn plan(self) -> Option<TimeoutHandle> {
        let failures = self.failures.try_get_value()?;
        let seconds = DELAYS.get(failures)?;
        let _ = self.failures.try_set_value(failures + 1);
        set_timeout_with_handle(move || self.load(), Duration::from_secs(*seconds)).ok()
    }
}

/// A button that loads again. Without JavaScript it is a link to the same page.
#[component]
pub fn TryAgain(
    retry: Retry,
    /// Whether the page tries again by itself, too.
    at_once: bool,
) -> impl IntoView {
    if at_once {
        Effect::new(move || {
            let timer = retry.plan();
            let online = ev::Custom::<Event>::new("online");
            let listener = window_event_listener(online, move |_| retry.load());
            on_cleanup(move || {
                listener.remove();
                if let Some(timer) = timer {
                    timer.clear();
                }
            });
        });
    }
    let load = move |event: leptos::web_sys::MouseEvent| {
        event.prevent_default();
        retry.load();
    };
    view! {
        <a class="btn btn-sm btn-primary" href=move || query_link(&[]) rel="external" on:click=load>
            "Try again"
        </a>
    }
}
