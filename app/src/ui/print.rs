use leptos::prelude::*;

/// Prints the page. Shown only where there is a script to do it: without one the browser's own
/// menu does.
#[component]
pub fn PrintButton(#[prop(default = "btn btn-sm")] class: &'static str) -> impl IntoView {
    let print = |_| drop(window().print());
    view! { <button type="button" class=format!("{class} script-only") on:click=print>"Print"</button> }
}
