use super::{Icon, Svg};
use leptos::prelude::*;

/// What is not always needed: a line that opens what is below it, without a script too.
#[component]
pub fn Disclosure(
    /// What the line says; `children` is what it opens.
    summary: AnyView,
    #[prop(default = "")] class: &'static str,
    /// Opens it by itself, where something in it asks for attention.
    #[prop(optional, into)]
    open: Signal<bool>,
    children: Children,
) -> impl IntoView {
    view! {
        <details class=format!("disclosure {class}") open=open>
            <summary class="disclosure-line">
                <Svg icon=Icon::Right class="disclosure-mark size-4"/>
                {summary}
            </summary>
            {children()}
        </details>
    }
}
