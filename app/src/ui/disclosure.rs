use super::{Icon, Svg};
use leptos::prelude::*;

/// Content that is not always needed, below a line that opens it, even without JavaScript.
#[component]
pub fn Disclosure(
    /// The content of the line; `children` is what it opens.
    summary: AnyView,
    #[prop(default = "")] class: &'static str,
    /// Opens it automatically, for example because of an error inside.
    #[prop(optional, into)]
    open: Signal<bool>,
    children: Children,
) -> impl IntoView {
    view! {
        <details class=format!("disclosure {class}") open=open>
            <summary class="disclosure-line">
                <Svg icon=Icon::Right class="disclosure-mark size-4" />
                {summary}
            </summary>
            {children()}
        </details>
    }
}
