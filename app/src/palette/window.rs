//! The palette's window.
use super::{PaletteState, Shown, finder::Finder, key_list::KeyList};
use crate::ui::open_modally;
use leptos::{ev, html, prelude::*, wasm_bindgen::JsCast, web_sys};
use leptos_router::hooks::use_location;

/// A modal window over every page. It closes when the page changes, on Escape, and by a press beside it.
#[component]
pub fn Palette() -> impl IntoView {
    let state: PaletteState = expect_context();
    let node = NodeRef::<html::Dialog>::new();
    let address = use_location();
    open_modally(node);
    Effect::new(move |before: Option<()>| {
        address.pathname.track();
        address.search.track();
        if before.is_some() {
            state.close();
        }
    });
    let cancel = move |event: web_sys::Event| {
        event.prevent_default();
        state.close();
    };
    // Only a press on the backdrop has the window itself as its target.
    let press = move |event: ev::PointerEvent| {
        let target = event
            .target()
            .and_then(|target| target.dyn_into::<web_sys::Element>().ok());
        if target.is_some_and(|target| target.class_list().contains("palette")) {
            state.close();
        }
    };
    let title = move || match state.0.get() {
        Some(Shown::Keys) => "Keys",
        _ => "Go to",
    };
    view! {
        <dialog node_ref=node class="dialog palette" aria-label=title on:cancel=cancel on:pointerdown=press>
            <div class="palette-box">
                {move || match state.0.get() {
                    Some(Shown::Finder) => view! { <Finder /> }.into_any(),
                    Some(Shown::Keys) => view! { <KeyList /> }.into_any(),
                    None => ().into_any(),
                }}
            </div>
        </dialog>
    }
}
