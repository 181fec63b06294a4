//! What all forms of the portal share: one set of listeners.
use super::marks::{first_unsaved, form_around, form_of, has_changes, has_unsaved, release};
use crate::ui::navigation::listen_first;
use js_sys::Reflect;
use leptos::{
    prelude::*,
    wasm_bindgen::{JsCast, JsValue},
    web_sys::{Element, Event, HtmlElement, KeyboardEvent},
};

/// A link that gives up what its form has, such as **Cancel**.
const GIVES_UP: &str = "a[data-gives-up]";

/// To be called once, before what follows links.
pub fn follow_forms() {
    for name in ["input", "change"] {
        listen_first(name, |event| {
            if let Some(form) = form_of(&event) {
                // A change can change other fields, in the steps after it.
                request_animation_frame(move || {
                    has_changes(&form);
                });
            }
        });
    }
    listen_first("submit", |event| {
        if let Some(form) = form_of(&event) {
            release(&form);
        }
    });
    listen_first("click", |event| {
        if let Some(form) = given_up(&event) {
            release(&form);
        }
    });
    listen_first("keydown", save_by_key);
    listen_first("beforeunload", ask_browser);
}

fn given_up(event: &Event) -> Option<Element> {
    let target: Element = event.target()?.dyn_into().ok()?;
    form_around(&target.closest(GIVES_UP).ok()??)
}

/// The browser asks with its own words.
fn ask_browser(event: Event) {
    if is_touched() && has_unsaved() {
        event.prevent_default();
        // For browsers that only look at this.
        let _ = Reflect::set(&event, &"returnValue".into(), &true.into());
    }
}

/// Whether someone has used the page. Else browsers do not ask, and say so in the console.
fn is_touched() -> bool {
    let get = |of: &JsValue, name: &str| Reflect::get(of, &name.into());
    let activation = get(&window().navigator(), "userActivation");
    let touched = activation.and_then(|activation| get(&activation, "hasBeenActive"));
    touched.map_or(true, |touched| touched.is_truthy())
}

/// Ctrl+S, on a Mac Command and S.
fn save_by_key(event: Event) {
    let Some(key) = event.dyn_ref::<KeyboardEvent>() else {
        return;
    };
    let control = key.ctrl_key() || key.meta_key();
    let is_chord =
        control && !key.alt_key() && !key.shift_key() && key.key().eq_ignore_ascii_case("s");
    let Some(form) = is_chord.then(form_to_save).flatten() else {
        return;
    };
    // Also if there is nothing to save: no one means to save the page as a file.
    event.prevent_default();
    let button = form
        .query_selector(".form-foot [type=submit]")
        .ok()
        .flatten();
    if let Some(button) = button.filter(|_| has_changes(&form))
        && let Some(button) = button.dyn_ref::<HtmlElement>()
    {
        button.click();
    }
}

/// The form that has the focus, or else the first with changes that no dialog is in front of.
fn form_to_save() -> Option<Element> {
    let focused = document().active_element();
    let own = focused.and_then(|focused| form_around(&focused));
    let is_behind = || matches!(document().query_selector("dialog[open]"), Ok(Some(_)));
    own.or_else(|| first_unsaved().filter(|_| !is_behind()))
}
