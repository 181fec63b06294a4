use leptos::{html, prelude::*, wasm_bindgen::JsCast, web_sys::HtmlElement};

/// Where an act takes away the button that was pressed, the keyboard goes on from the first one
/// that stands there now. `changes` reads what the buttons are made from.
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
                .and_then(|buttons| buttons.query_selector("button, a").ok().flatten());
            if let Some(first) = first.and_then(|first| first.dyn_into::<HtmlElement>().ok()) {
                let _ = first.focus();
            }
        });
    });
}
