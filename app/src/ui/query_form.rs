//! A form that asks by its address: what its fields hold, and nothing else, becomes the page's
//! query.
use super::form::fields;
use leptos::{ev::SubmitEvent, prelude::*};
use leptos_router::{
    NavigateOptions,
    hooks::{use_location, use_navigate},
};

/// Without a script the browser goes there.
#[component]
pub fn QueryForm(
    /// For buttons elsewhere on the page.
    #[prop(optional)]
    id: Option<&'static str>,
    class: &'static str,
    children: Children,
) -> impl IntoView {
    let (navigate, path) = (use_navigate(), use_location().pathname);
    let ask = move |event: SubmitEvent| {
        // What the script cannot read, the browser sends.
        let Some(query) = fields(&event) else { return };
        event.prevent_default();
        let options = NavigateOptions {
            scroll: false,
            ..Default::default()
        };
        navigate(&format!("{}?{query}", path.get_untracked()), options);
    };
    view! { <form method="get" id=id class=class on:submit=ask>{children()}</form> }
}
