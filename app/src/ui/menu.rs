use super::{Icon, Svg};
use leptos::{ev, html, prelude::*, wasm_bindgen::JsCast, web_sys};
use leptos_router::hooks::use_location;

/// A menu behind a button. It opens and closes without JavaScript too.
#[component]
pub fn Menu(
    /// The content of the button.
    button: AnyView,
    #[prop(default = "btn btn-sm")] class: &'static str,
    /// The accessible name of the button, if its text is not enough.
    #[prop(optional, into)]
    label: Option<String>,
    /// The width class of the panel.
    #[prop(default = "w-60")]
    width: &'static str,
    children: Children,
) -> impl IntoView {
    let node = NodeRef::<html::Details>::new();
    close_when_done(node);
    view! {
        <details class="menu-box" node_ref=node>
            <summary class=class aria-label=label>
                {button}
                <Svg icon=Icon::Down />
            </summary>
            <div class=format!("menu-panel {width}")>{children()}</div>
        </details>
    }
}

/// Closes the menu when the page changes, on Escape, and when pointer or focus leave it.
fn close_when_done(node: NodeRef<html::Details>) {
    let location = use_location();
    let is_outside = move |target: Option<web_sys::EventTarget>| {
        let target = target.and_then(|target| target.dyn_into::<web_sys::Node>().ok());
        node.get_untracked()
            .is_some_and(|menu| target.is_some() && !menu.contains(target.as_ref()))
    };
    let close = move || {
        if let Some(menu) = node.get_untracked() {
            menu.set_open(false);
        }
    };
    Effect::new(move || {
        location.pathname.track();
        location.search.track();
        close();
    });
    Effect::new(move || {
        let leave = move |target| {
            if is_outside(target) {
                close();
            }
        };
        let pointer = window_event_listener(ev::pointerdown, move |event| leave(event.target()));
        let focus = window_event_listener(ev::focusin, move |event| leave(event.target()));
        let escape = window_event_listener(ev::keydown, move |event| {
            let open = node.get_untracked().filter(|menu| menu.open());
            if let (Some(menu), "Escape") = (open, event.key().as_str()) {
                menu.set_open(false);
                focus_button(&menu);
            }
        });
        on_cleanup(move || {
            pointer.remove();
            focus.remove();
            escape.remove();
        });
    });
}

fn focus_button(menu: &web_sys::HtmlDetailsElement) {
    let button = menu.query_selector("summary").ok().flatten();
    if let Some(button) = button.and_then(|button| button.dyn_into::<web_sys::HtmlElement>().ok()) {
        let _ = button.focus();
    }
}
