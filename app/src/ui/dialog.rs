use super::{Icon, Svg};
use leptos::{html, prelude::*, web_sys};
use leptos_router::{NavigateOptions, hooks::use_navigate};

/// A question over the page. It is open because the address says so: back closes it, a link
/// opens it, and without JavaScript it is a page that looks the same.
#[component]
pub fn Dialog(
    #[prop(into)] title: String,
    /// The address without the question.
    close: String,
    children: Children,
) -> impl IntoView {
    let node = NodeRef::<html::Dialog>::new();
    // With a script the browser keeps focus and the rest of the page in their places.
    Effect::new(move || {
        if let Some(dialog) = node.get() {
            // It may not stand on the page yet.
            request_animation_frame(move || {
                if dialog.is_connected() {
                    dialog.close();
                    let _ = dialog.show_modal();
                }
            });
        }
    });
    // One that is only taken away would keep the focus that it took.
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
                    <h2 id="dialog-title" class="text-lg font-semibold wrap-anywhere">{title}</h2>
                    <a href=close class="btn btn-sm btn-ghost btn-square" aria-label="Close">
                        <Svg icon=Icon::Close/>
                    </a>
                </div>
                {children()}
            </div>
        </dialog>
    }
}
