//! Moves the focus when the element that had it disappears.
mod lost;
mod stops;

pub use lost::return_lost_focus;
pub use stops::stops_in;

use super::waiting::Waiting;
use leptos::{
    html,
    prelude::*,
    wasm_bindgen::JsCast,
    web_sys::{Element, FocusOptions, HtmlElement},
};
use leptos_router::hooks::use_location;

/// The buttons of a row, without those that only move it.
const NEXT: &str = "form:not(:has(input[name=up])) button, a";

/// The first thing to fill in.
pub const FIRST_FIELD: &str = ":is(input:not([type=hidden]), select, textarea):not(:disabled)";

/// Focuses the next act when the pressed button disappears. `changes` tracks the signals that the
/// buttons depend on.
pub fn keep_focus(buttons: NodeRef<html::Div>, changes: impl Fn() + 'static) {
    Effect::new(move |before: Option<()>| {
        changes();
        if before.is_none() {
            return;
        }
        request_animation_frame(move || {
            let focused = document().active_element();
            if focused.is_some_and(|focused| focused.tag_name() != "BODY") {
                return;
            }
            let first = buttons
                .try_get_untracked()
                .flatten()
                .and_then(|buttons| buttons.query_selector(NEXT).ok().flatten());
            if let Some(first) = first {
                focus(&first);
            }
        });
    });
}

pub fn focus(element: &Element) {
    if let Some(element) = element.dyn_ref::<HtmlElement>() {
        let _ = element.focus();
    }
}

/// Whether nothing has the focus.
fn is_lost() -> bool {
    let focused = document().active_element();
    focused.is_none_or(|focused| focused.tag_name() == "BODY")
}

/// Focuses the first field of a page that adds something, once it is rendered.
pub fn focus_first_field(main: NodeRef<html::Main>, waiting: Waiting) {
    let path = use_location().pathname;
    Effect::new(move |done: Option<String>| {
        waiting.track_replacements();
        let path = path.get();
        if !path.ends_with("/new") || done.as_ref() == Some(&path) || waiting.is_busy() {
            return done.filter(|done| *done == path).unwrap_or_default();
        }
        let focused = document().active_element();
        let is_free = is_lost() || focused.is_some_and(|focused| focused.id() == "main");
        let form = main.get_untracked().filter(|_| is_free);
        let form = form.and_then(|main| main.query_selector("form[method=post]").ok()?);
        let field = form.and_then(|form| form.query_selector(FIRST_FIELD).ok()?);
        if let Some(field) = field {
            focus(&field);
        }
        path
    });
}

/// Focuses a heading that has just come, if the focus went with what it replaced. It needs `tabindex="-1"`.
pub fn focus_if_lost(heading: NodeRef<html::H2>) {
    Effect::new(move || {
        let Some(heading) = heading.get() else {
            return;
        };
        request_animation_frame(move || {
            let focused = document().active_element();
            if focused.is_none_or(|focused| matches!(&*focused.tag_name(), "BODY" | "MAIN")) {
                let options = FocusOptions::new();
                options.set_prevent_scroll(true);
                let _ = heading.focus_with_options(&options);
            }
        });
    });
}

/// Moves the focus to the top of a new page if the old page took the focused element with it. Tabs
/// and other navigation stay on the page and keep the focus.
pub fn focus_new_page(main: NodeRef<html::Main>) {
    let path = use_location().pathname;
    Effect::new(move |before: Option<()>| {
        path.track();
        let focused = document().active_element();
        if before.is_some()
            && focused.is_none_or(|focused| goes_with_the_page(&focused))
            && let Some(main) = main.get_untracked()
        {
            let options = FocusOptions::new();
            options.set_prevent_scroll(true);
            let _ = main.focus_with_options(&options);
        }
    });
}

fn goes_with_the_page(focused: &Element) -> bool {
    let inside = |selector| matches!(focused.closest(selector), Ok(Some(_)));
    focused.tag_name() == "BODY" || inside("main") && !inside("nav")
}
