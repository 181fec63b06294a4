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
use leptos_router::location::Location;

#[derive(Clone, Copy)]
struct Entries {
    navigation: Navigation,
    location: StoredValue<Location>,
    /// The place of the shown page in the history, in browsers that tell it.
    shown: StoredValue<Option<i32>>,
    /// Whether the next movement is the one back to the shown page.
    returns: StoredValue<bool>,
}

/// To be called once, before everything else that listens to movements in the history.
pub fn guard_history(navigation: Navigation, waiting: Waiting, location: Location) {
    let entries = Entries {
        navigation,
        location: StoredValue::new(location),
        shown: StoredValue::new(place()),
        returns: StoredValue::new(false),
    };
    entries.follow_additions();
    listen_first("popstate", move |event| {
        let returns = entries.returns.get_value();
        entries.returns.set_value(false);
        if returns || (waiting.is_between_pages() && has_unsaved()) {
            event.stop_immediate_propagation();
            if !returns {
                entries.come_back();
            }
        } else {
            entries.shown.set_value(place());
        }
    });
}

impl Entries {
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
