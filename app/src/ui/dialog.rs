use super::{
    Icon, Svg,
    focus::{FIRST_FIELD, focus},
    navigation::Navigation,
};
use leptos::{html, prelude::*, web_sys};

/// What has the focus in a new dialog: its first field, or the answer that changes least.
const FIRST_STOPS: [&str; 2] = [FIRST_FIELD, ".btn-ghost:not(.btn-square)"];

/// Of a choice, what is chosen.
const CHOSEN: &str = ":scope input[type=radio]:checked";

/// A modal dialog. The URL says whether it is open, so a link opens it and the back button closes
/// it. Without JavaScript it is a page that looks the same.
#[component]
pub fn Dialog(
    #[prop(into)] title: String,
    /// The URL with the dialog closed.
    close: String,
    children: Children,
) -> impl IntoView {
    let node = NodeRef::<html::Dialog>::new();
    open_modally(node);
    let leave = {
        let (close, navigation) = (close.clone(), use_context::<Navigation>());
        move |event: web_sys::Event| {
            event.prevent_default();
            if let Some(navigation) = navigation {
                navigation.close(&close);
            }
        }
    };
    view! {
        <dialog
            node_ref=node
            open
            class="dialog"
            aria-labelledby="dialog-title"
            data-close=close.clone()
            on:cancel=leave
        >
            <div class="dialog-box">
                <div class="mb-4 flex items-start justify-between gap-4">
                    <h2 id="dialog-title" class="text-lg font-semibold wrap-anywhere">
                        {title}
                    </h2>
                    <a href=close.clone() class="btn btn-sm btn-ghost btn-square" aria-label="Close">
                        <Svg icon=Icon::Close />
                    </a>
                </div>
                {children()}
            </div>
        </dialog>
    }
}

/// Opens the window as soon as it is in the document, and closes it when its view goes: closing returns the focus that
/// removing an open one would lose. The browser keeps the focus inside, and the rest of the page inert.
pub fn open_modally(node: NodeRef<html::Dialog>) {
    Effect::new(move || {
        if let Some(dialog) = node.get() {
            request_animation_frame(move || {
                if dialog.is_connected() {
                    dialog.close();
                    let _ = dialog.show_modal();
                    focus_first(&dialog);
                }
            });
        }
    });
    on_cleanup(move || {
        if let Some(dialog) = node.get_untracked() {
            dialog.close();
        }
    });
}

fn focus_first(dialog: &web_sys::HtmlDialogElement) {
    let first = |stop: &str| dialog.query_selector(stop).ok()?;
    let found = FIRST_STOPS.iter().find_map(|stop| first(stop));
    let is_radio = |stop: &web_sys::Element| stop.matches("[type=radio]").unwrap_or(false);
    let found = match found {
        Some(radio) if is_radio(&radio) => first(CHOSEN).or(Some(radio)),
        found => found,
    };
    if let Some(stop) = found {
        focus(&stop);
    }
}
