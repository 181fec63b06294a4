use super::{Icon, Svg};
use leptos::prelude::*;

/// The empty state of a list: what belongs there, and how to add it.
#[component]
pub fn EmptyState(
    icon: Icon,
    #[prop(into)] title: String,
    /// Whether it is the whole page, so that its title is the page's.
    #[prop(optional)]
    whole_page: bool,
    /// What to do next.
    #[prop(optional)]
    children: Option<Children>,
) -> impl IntoView {
    view! {
        <div class="flex flex-col items-center gap-2 px-6 py-14 text-center">
            <span class="grid size-12 place-items-center rounded-full bg-base-200 text-base-content/70">
                <Svg icon class="size-6" />
            </span>
            {if whole_page {
                view! { <h1 class="font-semibold">{title}</h1> }.into_any()
            } else {
                view! { <p class="font-semibold">{title}</p> }.into_any()
            }}
            <div class="muted max-w-md text-sm">{children.map(|children| children())}</div>
        </div>
    }
}
