use super::{Icon, Svg, toast};
use leptos::{prelude::*, task::spawn_local, wasm_bindgen::JsValue};

/// Copies `text` to the clipboard. Hidden without JavaScript; the text can be selected instead.
#[component]
pub fn CopyButton(#[prop(into)] text: Signal<String>, what: &'static str) -> impl IntoView {
    let copy = move |_| {
        let promise = window()
            .navigator()
            .clipboard()
            .write_text(&text.get_untracked());
        spawn_local(async move {
            let copied: Result<JsValue, JsValue> =
                wasm_bindgen_futures::JsFuture::from(promise).await;
            toast(if copied.is_ok() {
                "Copied."
            } else {
                "Copying didn’t work. Select the text and copy it yourself."
            });
        });
    };
    view! {
        <button
            type="button"
            class="btn btn-sm btn-ghost script-only"
            on:click=copy
            aria-label=format!("Copy {what}")
        >
            <Svg icon=Icon::Copy />
            <span class="max-sm:sr-only">"Copy"</span>
        </button>
    }
}
