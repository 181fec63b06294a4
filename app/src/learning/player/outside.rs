use crate::ui::{Icon, Svg};
use leptos::prelude::*;

/// A page of another site.
#[component]
pub fn Outside(address: String, icon: Icon) -> impl IntoView {
    let href = address.clone();
    view! {
        <a class="btn max-w-full" href=href target="_blank" rel="noopener noreferrer">
            <Svg icon />
            <span class="truncate">{address}</span>
            <span class="sr-only">" (opens in a new tab)"</span>
        </a>
    }
}
