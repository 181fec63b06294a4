use super::{Icon, Svg};
use leptos::{prelude::*, web_sys};

/// Content that is not always needed, below a line that opens it, even without JavaScript.
#[component]
pub fn Disclosure(
    /// The content of the line; `children` is what it opens.
    summary: AnyView,
    #[prop(default = "")] class: &'static str,
    /// Opens it automatically, for example because of an error inside.
    #[prop(optional, into)]
    open: Signal<bool>,
    /// Is told whether it is open, for a page that makes it again while someone uses it.
    #[prop(optional)]
    kept: Option<RwSignal<bool>>,
    children: Children,
) -> impl IntoView {
    let toggle = move |event: web_sys::Event| {
        if let Some(kept) = kept {
            kept.set(event_target::<web_sys::Element>(&event).has_attribute("open"));
        }
    };
    view! {
        <details class=format!("disclosure {class}") open=open on:toggle=toggle>
            <summary class="disclosure-line">
                <Svg icon=Icon::Right class="disclosure-mark size-4" />
                {summary}
            </summary>
            {children()}
        </details>
    }
}
