//! A form whose fields become the query string of a page.
use super::form::fields;
use leptos::{ev::SubmitEvent, prelude::*};
use leptos_router::{
    NavigateOptions,
    hooks::{use_location, use_navigate},
};

/// The page that the form opens.
#[component]
pub fn QueryForm(
    /// For buttons outside the form.
    #[prop(optional)]
    id: Option<&'static str>,
    class: &'static str,
    children: Children,
) -> impl IntoView {
    let (navigate, path) = (use_navigate(), use_location().pathname);
    let ask = move |event: SubmitEvent| {
        // If the script cannot read the data, the browser sends the form.
        let Some(query) = fields(&event) else { return };
        event.prevent_default();
        let options = NavigateOptions {
            scroll: false,
            ..Default::default()
        };
        navigate(&format!("{}?{query}", path.get_untracked()), options);
    };
    view! {
        <form method="get" id=id class=class on:submit=ask>
            {children()}
        </form>
    }
}
