use super::{Icon, Svg};
use leptos::prelude::*;

/// The link back to the list, and the name of the open item.
#[component]
pub fn Breadcrumb(
    href: &'static str,
    list: &'static str,
    #[prop(into)] here: Signal<String>,
) -> impl IntoView {
    view! {
        <nav aria-label="Breadcrumb" class="muted mb-2 flex items-center gap-1 text-sm">
            <a class="link-quiet" href=href>
                {list}
            </a>
            <Svg icon=Icon::Right class="size-3" />
            <span class="truncate" aria-current="page">
                {here}
            </span>
        </nav>
    }
}
