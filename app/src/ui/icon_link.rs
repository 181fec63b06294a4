//! Links that look like the icon buttons of a form.
use super::{Icon, Svg, query_link};
use leptos::prelude::*;

/// `label` is its accessible name.
#[component]
pub fn IconLink(icon: Icon, label: String, #[prop(into)] href: Signal<String>) -> impl IntoView {
    view! {
        <a class="btn btn-sm btn-square btn-ghost" href=href title=label.clone() aria-label=label>
            <Svg icon />
        </a>
    }
}

/// The - of a row whose removal a dialog confirms: opens it with `?remove=<id>`.
#[component]
pub fn RemoveLink(id: String, label: String) -> impl IntoView {
    let ask = move || query_link(&[("remove", Some(id.clone()))]);
    view! { <IconLink icon=Icon::Minus label href=ask /> }
}
