//! Back and Forward, where they would lose unsaved changes: the page stays, and the question is asked first.
use super::{
    listen::listen_first,
    navigator::{Destination, Navigation},
};
use crate::ui::{unsaved::has_unsaved, waiting::Waiting};
use js_sys::Reflect;
use leptos::{
    prelude::*,
    wasm_bindgen::{JsCast, JsValue, closure::Closure},
    web_sys::{Event, EventTarget},
};
use leptos_router::{hooks::use_location, location::Location};

#[derive(Clone, Copy)]
struct Entries {
    navigation: Navigation,
    waiting: Waiting,
    location: StoredValue<Location>,
    /// The place of the shown page in the history, in browsers that tell it.
    shown: StoredValue<Option<i32>>,
    /// Whether the next movement is the one back to the shown page.
    returns: StoredValue<bool>,
}

/// Who decides about a movement, as soon as the page is hydrated.
#[derive(Clone, Copy)]
struct Guard(StoredValue<Option<Entries>>);

/// To be called once, above the router. What happens to the window itself is heard in the order in which listeners were
/// added, and the router adds its own when it is made.
pub fn provide_guard() {
    let guard = Guard(StoredValue::new(None));
    provide_context(guard);
    if cfg!(target_arch = "wasm32") {
        listen_first("popstate", move |event| {
            if let Some(entries) = guard.0.get_value() {
                entries.moved(&event);
            }
        });
    }
}

/// Returns a function that begins to guard.
pub fn use_guard(navigation: Navigation, waiting: Waiting) -> impl Fn() {
    let (Guard(guard), location) = (expect_context(), use_location());
    move || {
        let entries = Entries {
            navigation,
            waiting,
            location: StoredValue::new(location.clone()),
            shown: StoredValue::new(place()),
            returns: StoredValue::new(false),
        };
        entries.follow_additions();
        guard.set_value(Some(entries));
    }
}

impl Entries {
    /// The browser has gone to another entry; the router does not know yet.
    fn moved(self, event: &Event) {
        let returns = self.returns.get_value();
        self.returns.set_value(false);
        if returns || (self.waiting.is_between_pages() && has_unsaved()) {
            event.stop_immediate_propagation();
            if !returns {
                self.come_back();
            }
        } else {
            self.shown.set_value(place());
        }
    }

    /// Follows what adds or replaces an entry, which the page always shows.
    fn follow_additions(self) {
        let navigation = Reflect::get(&window(), &"navigation".into()).ok();
        let Some(navigation) =
            navigation.and_then(|navigation| navigation.dyn_into::<EventTarget>().ok())
        else {
            return;
        };
        let follow = Closure::<dyn FnMut(Event)>::new(move |event: Event| {
            let kind = Reflect::get(&event, &"navigationType".into()).unwrap_or_default();
            if matches!(kind.as_string().as_deref(), Some("push" | "replace")) {
                self.shown.set_value(place());
            }
        });
        let _ = navigation.add_event_listener_with_callback(
            "currententrychange",
            follow.as_ref().unchecked_ref(),
        );
        follow.forget();
    }

    /// The browser is already at the other entry: brings it back, and asks.
    fn come_back(self) {
        let Ok(history) = window().history() else {
            return;
        };
        let away = match (self.shown.get_value(), place()) {
            (Some(shown), Some(now)) if shown != now => {
                self.returns.set_value(true);
                let _ = history.go_with_delta(shown - now);
                now - shown
            }
            // Where the browser does not tell how far it went, the page gets an entry after the other.
            _ => {
                let url = self.location.with_value(|here| {
                    let (path, search) =
                        (here.pathname.get_untracked(), here.search.get_untracked());
                    let mark = if search.is_empty() { "" } else { "?" };
                    format!("{path}{mark}{search}")
                });
                let _ = history.push_state_with_url(&JsValue::NULL, "", Some(&url));
                -1
            }
        };
        self.navigation.ask(Destination::Entry(away));
    }
}

/// The place of the browser's entry in the history.
fn place() -> Option<i32> {
    let get = |of: &JsValue, name: &str| Reflect::get(of, &name.into()).ok();
    let entry = get(&get(&window(), "navigation")?, "currentEntry")?;
    #[expect(
        clippy::cast_possible_truncation,
        reason = "places are small whole numbers"
    )]
    get(&entry, "index")?.as_f64().map(|place| place as i32)
}
