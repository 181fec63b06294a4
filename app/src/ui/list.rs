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
    let pager = pager(&page, nouns);
    let rows = page.rows.into_iter().map(row).collect_view();
    view! {
        <ul class=class>{rows}</ul>
        {pager}
    }
}

/// The number of results below a page of a list, with links to the other pages.
pub fn pager<T>(page: &Page<T>, nouns: (&'static str, &'static str)) -> AnyView {
    let range = page.range();
    let (previous, next) = (page.previous.clone(), page.next.clone());
    view! { <Pager total=page.total is_more=page.is_more range nouns previous next /> }.into_any()
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

#[component]
fn Pager(
    total: i64,
    /// Whether there may be more.
    is_more: bool,
    /// The places of the first and the last row of this page, where they are known.
    range: Option<(i64, i64)>,
    nouns: (&'static str, &'static str),
    previous: Option<Cursor>,
    next: Option<Cursor>,
) -> impl IntoView {
    let at = |cursor: &Cursor| Some(cursor.0.clone());
    let first = previous.is_some().then_some(None);
    let last = next.is_some().then(|| Some(Cursor::LAST.to_owned()));
    let is_all = first.is_none() && last.is_none();
    let noun = if total == 1 && !is_more {
        nouns.0
    } else {
        nouns.1
    };
    let or_more = if is_more { " or more" } else { "" };
    let total = format!("{}{or_more}", thousands(total));
    let shown = match range.filter(|_| !is_all) {
        Some((from, to)) => format!("{}–{} of {total} {noun}", thousands(from), thousands(to)),
        None => format!("{total} {noun}"),
    };
    view! {
        <div class="flex items-center justify-between gap-4 px-4 py-3">
            <p class="muted text-sm tabular-nums" aria-live="polite">
                {shown}
            </p>
            <nav class="flex gap-2" aria-label="Pagination">
                <PageLink at=first label="First page" icon=Icon::First small=true />
                <PageLink at=previous.as_ref().map(at) label="Previous page" icon=Icon::Left />
                <PageLink at=next.as_ref().map(at) label="Next page" icon=Icon::Right />
                <PageLink at=last label="Last page" icon=Icon::Last small=true />
            </nav>
        </div>
    }
}

/// A link to the page at this cursor, if there is one; without a cursor, to the first.
#[component]
fn PageLink(
    at: Option<Option<String>>,
    label: &'static str,
    icon: Icon,
    /// Whether it is only an icon.
    #[prop(optional)]
    small: bool,
) -> impl IntoView {
    let class = if small { "sr-only" } else { "max-sm:sr-only" };
    at.map(|at| {
        view! {
            <a
                class="btn btn-sm"
                href=move || query_link(&[("at", at.clone())])
                aria-label=label
                title=small.then_some(label)
            >
                <Svg icon />
                <span class=class>{label}</span>
            </a>
        }
    })
}
