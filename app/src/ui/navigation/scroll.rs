//! Where a page was scrolled to is kept in its entry of the browser's history. Back and Forward
//! return there when the page is rendered; the browser itself does it too early.
use super::{address::Address, listen::listen_first};
use crate::ui::waiting::Waiting;
use leptos::{
    ev,
    prelude::*,
    wasm_bindgen::JsValue,
    web_sys::{Event, History},
};
use std::time::Duration;

/// How long after a movement the place is kept.
const KEPT_AFTER: Duration = Duration::from_millis(100);

/// How many frames a page may take to come.
const MOST_FRAMES: u32 = 900;

/// How many frames nothing is on its way when the page has come.
const CALM_FRAMES: u32 = 4;

#[derive(Clone, Copy)]
pub struct ScrollPlace {
    waiting: Waiting,
    /// Where the page returns to, until it has come there.
    target: StoredValue<Option<f64>>,
    /// Whether the place is kept soon.
    due: StoredValue<bool>,
}

pub fn keep_scroll_place(waiting: Waiting) -> ScrollPlace {
    let place = ScrollPlace {
        waiting,
        target: StoredValue::new(None),
        due: StoredValue::new(false),
    };
    restore_by_hand(true);
    if window().scroll_y().is_ok_and(|now| now < 1.0) {
        place.return_to_entry(&waiting.path());
    }
    // The browser does it for whole documents.
    window_event_listener(ev::Custom::<Event>::new("pagehide"), move |_| {
        place.keep();
        restore_by_hand(false);
    });
    window_event_listener(ev::Custom::<Event>::new("pageshow"), |_| {
        restore_by_hand(true)
    });
    window_event_listener(ev::scroll, move |_| place.keep_soon());
    for name in ["wheel", "touchmove", "keydown", "pointerdown"] {
        listen_first(name, move |_| place.target.set_value(None));
    }
    listen_first("popstate", move |_| {
        place.return_to_entry(&place.waiting.path())
    });
    place
}

fn history() -> Option<History> {
    window().history().ok()
}

fn restore_by_hand(by_hand: bool) {
    let how = if by_hand { "manual" } else { "auto" };
    if let Some(history) = history() {
        let _ = js_sys::Reflect::set(&history, &"scrollRestoration".into(), &how.into());
    }
}

impl ScrollPlace {
    /// Keeps the place in the current entry, unless the page is between two.
    pub fn keep(self) {
        let is_moving = self.waiting.is_between_pages() || self.target.get_value().is_some();
        if let Some(history) = history().filter(|_| !is_moving) {
            let place = window().scroll_y().unwrap_or_default();
            let _ = history.replace_state(&JsValue::from_f64(place), "");
        }
    }

    fn keep_soon(self) {
        if self.due.get_value() {
            return;
        }
        self.due.set_value(true);
        let keep = move || {
            self.due.set_value(false);
            self.keep();
        };
        set_timeout(keep, KEPT_AFTER);
    }

    /// Returns to the place of the entry that the browser went to.
    fn return_to_entry(self, former: &str) {
        let kept = history().and_then(|history| history.state().ok()?.as_f64());
        // A dialog that was opened over the page has no place of its own.
        let other_page = (former != Address::here().path).then_some(0.0);
        let Some(target) = kept.or(other_page) else {
            return;
        };
        self.target.set_value(Some(target));
        self.approach(MOST_FRAMES, 0);
    }

    fn approach(self, left: u32, calm: u32) {
        request_animation_frame(move || {
            let Some(target) = self.target.get_value() else {
                return;
            };
            let calm = if self.waiting.is_busy() { 0 } else { calm + 1 };
            // In the first frame the old page can still be there.
            if calm > 1 {
                window().scroll_to_with_x_and_y(0.0, target);
            }
            if calm > CALM_FRAMES || left == 0 {
                self.target.set_value(None);
            } else {
                self.approach(left - 1, calm);
            }
        });
    }
}
