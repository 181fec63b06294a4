use leptos::prelude::*;

/// Prints the page. Hidden without JavaScript; the browser's own menu can print too.
#[component]
pub fn PrintButton(#[prop(default = "btn btn-sm")] class: &'static str) -> impl IntoView {
    let print = |_| drop(window().print());
    view! {
        <button type="button" class=format!("{class} script-only") on:click=print>
            "Print"
        </button>
    }
}
