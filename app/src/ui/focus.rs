//! Where the keyboard goes on when what had the focus is gone.
use leptos::{
    html,
    prelude::*,
    wasm_bindgen::JsCast,
    web_sys::{Element, FocusOptions, HtmlElement},
};
use leptos_router::hooks::use_location;

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

/// Where a link or a form leads to another page, the keyboard and the screen reader begin at its
/// top: what had the focus goes with the old page. Tabs and other navigations stay, and keep it.
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
