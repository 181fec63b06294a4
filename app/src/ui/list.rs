//! Filters and pagination of long lists.
use super::{Icon, Svg, query_link};
use domain::{
    numbers::thousands,
    page::{Cursor, Page},
};
use leptos::prelude::*;

/// The choices of a filter as links. The current one is marked.
#[component]
pub fn FilterLinks(
    /// The accessible name of the filter.
    label: &'static str,
    /// The name of the query parameter.
    name: &'static str,
    /// Value and text. The first is the default, which no URL contains.
    options: Vec<(&'static str, &'static str)>,
    #[prop(into)] value: Signal<String>,
) -> impl IntoView {
    let first = options.first().map_or("", |(code, _)| *code);
    let links = options
        .into_iter()
        .map(|(code, text)| {
            let chosen =
                move || value.with(|value| value == code || (value.is_empty() && code == first));
            let href = move || {
                query_link(&[
                    (name, (code != first).then(|| code.to_owned())),
                    ("at", None),
                ])
            };
            view! {
                <a href=href class="segment" aria-current=move || chosen().then_some("true")>
                    {text}
                </a>
            }
        })
        .collect_view();
    view! {
        <nav aria-label=label class="segments">
            {links}
        </nav>
    }
}

/// A page of a list that is not empty, with links to the other pages.
#[component]
pub fn PagedList<T, R, V>(
    page: Page<T>,
    /// The noun for what is counted, singular and plural.
    nouns: (&'static str, &'static str),
    #[prop(default = "rows")] class: &'static str,
    row: R,
) -> impl IntoView
where
    R: Fn(T) -> V,
    V: IntoView + 'static,
{
    let rows = page.rows.into_iter().map(row).collect_view();
    view! {
        <ul class=class>{rows}</ul>
        <Pager total=page.total nouns previous=page.previous next=page.next />
    }
}

/// Updates a row with changes that other parts of the page make from now on. The list already has
/// earlier ones.
pub fn sync_row<R>(row: RwSignal<R>, changed: impl Fn() -> Option<R> + 'static)
where
    R: Send + Sync + 'static,
{
    Effect::new(move |heard: Option<()>| {
        let now = changed();
        if let (Some(()), Some(now)) = (heard, now) {
            row.set(now);
        }
    });
}

/// The number of results, with links to the previous and next page.
#[component]
pub fn Pager(
    total: i64,
    /// The noun for what is counted, singular and plural.
    nouns: (&'static str, &'static str),
    previous: Option<Cursor>,
    next: Option<Cursor>,
) -> impl IntoView {
    let link = |cursor: Option<Cursor>, label: &'static str, icon: Icon| {
        cursor.map(|Cursor(at)| {
            view! {
                <a class="btn btn-sm" href=move || query_link(&[("at", Some(at.clone()))]) aria-label=label>
                    <Svg icon />
                    <span class="max-sm:sr-only">{label}</span>
                </a>
            }
        })
    };
    view! {
        <div class="flex items-center justify-between gap-4 px-4 py-3">
            <p class="muted text-sm" aria-live="polite">
                {thousands(total)}
                " "
                {if total == 1 { nouns.0 } else { nouns.1 }}
            </p>
            <nav class="flex gap-2" aria-label="Pagination">
                {link(previous, "Previous page", Icon::Left)}
                {link(next, "Next page", Icon::Right)}
            </nav>
        </div>
    }
}
