use super::{Icon, Svg};
use leptos::{html, prelude::*, web_sys};
use leptos_router::{NavigateOptions, hooks::use_navigate};

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
    // `show_modal` makes the browser keep the focus inside and the rest of the page inert.
    Effect::new(move || {
        if let Some(dialog) = node.get() {
            // The element may not be in the document yet.
            request_animation_frame(move || {
                if dialog.is_connected() {
                    dialog.close();
                    let _ = dialog.show_modal();
                }
            });
        }
    });
    // Closing returns the focus; removing an open dialog would lose it.
    on_cleanup(move || {
        if let Some(dialog) = node.get_untracked() {
            dialog.close();
        }
    });
    let leave = {
        let (close, navigate) = (close.clone(), use_navigate());
        move |event: web_sys::Event| {
            event.prevent_default();
            navigate(
                &close,
                NavigateOptions {
                    scroll: false,
                    ..Default::default()
                },
            );
        }
    };
    view! {
        <dialog node_ref=node open class="dialog" aria-labelledby="dialog-title" on:cancel=leave>
            <div class="dialog-box">
                <div class="mb-4 flex items-start justify-between gap-4">
                    <h2 id="dialog-title" class="text-lg font-semibold wrap-anywhere">
                        {title}
                    </h2>
                    <a href=close class="btn btn-sm btn-ghost btn-square" aria-label="Close">
                        <Svg icon=Icon::Close />
                    </a>
                </div>
                {children()}
            </div>
        </dialog>
    }
}
