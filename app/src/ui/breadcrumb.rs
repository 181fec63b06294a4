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

/// The links that lead back, from the outermost, and the name of the open item.
#[component]
pub fn Trail(links: Vec<(String, String)>, #[prop(into)] here: Signal<String>) -> impl IntoView {
    let links = links
        .into_iter()
        .map(|(href, name)| {
            view! {
                <a class="link-quiet max-w-60 truncate" href=href>
                    {name}
                </a>
                <Svg icon=Icon::Right class="size-3" />
            }
        })
        .collect_view();
    view! {
        <nav aria-label="Breadcrumb" class="muted mb-2 flex flex-wrap items-center gap-1 text-sm">
            {links}
            <span class="min-w-0 truncate" aria-current="page">
                {here}
            </span>
        </nav>
    }
}
