//! Moves the focus when the element that had it disappears.
use leptos::{
    html,
    prelude::*,
    wasm_bindgen::JsCast,
    web_sys::{Element, FocusOptions, HtmlElement},
};
use leptos_router::hooks::use_location;

/// Focuses the first of the buttons when the pressed one disappears. `changes` tracks the signals
/// that the buttons depend on.
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
