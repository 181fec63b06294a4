use super::focus::{focus, stops_in};
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
    /// Whether the button has the mark of what opens below it.
    #[prop(default = true)]
    mark: bool,
    children: Children,
) -> impl IntoView {
    let node = NodeRef::<html::Details>::new();
    close_when_done(node);
    view! {
        <details class="menu-box" node_ref=node>
            <summary class=class aria-label=label>
                {button}
                {mark.then(|| view! { <Svg icon=Icon::Down /> })}
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
        let key = window_event_listener(ev::keydown, move |event| {
            if node
                .get_untracked()
                .is_some_and(|menu| use_key(&menu, &event.key()))
            {
                event.prevent_default();
            }
        });
        on_cleanup(move || {
            pointer.remove();
            focus.remove();
            key.remove();
        });
    });
}

fn focus_button(menu: &web_sys::HtmlDetailsElement) {
    if let Ok(Some(button)) = menu.query_selector("summary") {
        focus(&button);
    }
}

/// Whether the menu used the key.
fn use_key(menu: &web_sys::HtmlDetailsElement, key: &str) -> bool {
    if menu.open() && key == "Escape" {
        menu.set_open(false);
        focus_button(menu);
        return false;
    }
    move_focus(menu, menu.open(), key)
}

/// Moves the focus within the menu by the arrow keys, Home and End; the down arrow opens it, too.
/// Fields keep these keys.
fn move_focus(menu: &web_sys::HtmlDetailsElement, is_open: bool, key: &str) -> bool {
    let focused = document().active_element();
    let Some(focused) = focused.filter(|focused| menu.contains(Some(focused))) else {
        return false;
    };
    let is_button = focused.tag_name() == "SUMMARY";
    let is_stop = is_button || matches!(focused.tag_name().as_str(), "A" | "BUTTON");
    if !is_stop
        || !matches!(key, "ArrowDown" | "ArrowUp" | "Home" | "End")
        || !is_open && key != "ArrowDown"
    {
        return false;
    }
    menu.set_open(true);
    let panel = menu.query_selector(".menu-panel").ok().flatten();
    let stops = panel.map(|panel| stops_in(&panel)).unwrap_or_default();
    let at = stops.iter().position(|stop| *stop == focused);
    let last = stops.len().saturating_sub(1);
    let next = match (key, at) {
        ("ArrowDown", Some(at)) if at < last => at + 1,
        ("ArrowUp", Some(at)) if at > 0 => at - 1,
        ("ArrowUp" | "End", _) => last,
        _ => 0,
    };
    if let Some(stop) = stops.get(next) {
        focus(stop);
    }
    true
}
