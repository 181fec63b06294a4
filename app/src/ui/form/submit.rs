//! The buttons that send a form.
use super::use_form;
use crate::ui::{Icon, Svg};
use leptos::prelude::*;

/// The submit button, busy while the form is being sent.
#[component]
pub fn Submit(
    #[prop(into)] label: String,
    #[prop(default = "btn btn-primary")] class: &'static str,
    #[prop(optional_no_strip, into)] icon: Option<Icon>,
) -> impl IntoView {
    let form = use_form();
    // Not disabled, because a disabled button loses the focus: a form on its way is not sent again.
    view! {
        <button
            type="submit"
            class=class
            aria-disabled=move || form.is_pending().then_some("true")
            aria-busy=move || form.is_pending().to_string()
        >
            {move || match (form.is_pending(), icon) {
                (true, _) => view! { <span class="loading loading-spinner loading-xs"></span> }.into_any(),
                (false, Some(icon)) => view! { <Svg icon /> }.into_any(),
                (false, None) => ().into_any(),
            }}
            {label}
        </button>
    }
}

/// A hidden submit button. Enter in a field presses the first button of a form, so this comes first
/// in forms that start with another one.
#[component]
pub fn SubmitOnEnter() -> impl IntoView {
    view! { <button type="submit" hidden=true></button> }
}

/// An icon button; `label` is its accessible name.
#[component]
pub fn IconSubmit(
    icon: Icon,
    #[prop(into)] label: String,
    #[prop(default = "btn btn-sm btn-square btn-ghost")] class: &'static str,
    /// The text next to the icon, where there is room for it. `label` begins with it.
    #[prop(optional)]
    text: &'static str,
) -> impl IntoView {
    let form = use_form();
    view! {
        <button
            type="submit"
            class=class
            title=label.clone()
            aria-label=label
            aria-disabled=move || form.is_pending().then_some("true")
        >
            {move || {
                if form.is_pending() {
                    view! { <span class="loading loading-spinner loading-xs"></span> }.into_any()
                } else {
                    view! { <Svg icon /> }.into_any()
                }
            }}
            {(!text.is_empty()).then(|| view! { <span class="max-lg:hidden">{text}</span> })}
        </button>
    }
}

/// The + of a row, in a form; `label` is its accessible name.
#[component]
pub fn AddButton(label: String) -> impl IntoView {
    view! { <IconSubmit icon=Icon::Plus label class="btn btn-sm btn-square btn-soft btn-primary" /> }
}
