//! Lists with columns: heads that sort by links, and rows that are cards on a phone.
//!
//! The looks are `.data-table` in `style/main.css`, where each table names its tracks. The roles are written out
//! because the looks are a grid, and some browsers forget what a table is that does not look like one.
use super::{Icon, Svg, pager, query_link, query_text};
use domain::{
    numbers::thousands,
    page::Page,
    sorting::{SortColumn, Sorting},
};
use leptos::prelude::*;

/// The order of a list, from the parameter `sort`.
pub fn use_sorting<C: SortColumn + Send + Sync>() -> Memo<Sorting<C>> {
    let code = query_text("sort");
    Memo::new(move |_| Sorting::read(&code.read()))
}

/// The head of a column, and how the column looks.
#[derive(Clone)]
pub struct Column {
    title: &'static str,
    class: &'static str,
    sort: Option<SortLink>,
}

#[derive(Clone)]
struct SortLink {
    /// What the link puts into the address; `None` for the default.
    code: Option<String>,
    /// The direction, if the list has the order of this column.
    descending: Option<bool>,
}

impl Column {
    pub const fn plain(title: &'static str, class: &'static str) -> Self {
        Self {
            title,
            class,
            sort: None,
        }
    }

    /// A column by which the list can be ordered.
    pub fn sorted<C: SortColumn>(column: C, now: Sorting<C>, class: &'static str) -> Self {
        let next = now.after_click(column);
        let sort = SortLink {
            code: (next != C::DEFAULT).then(|| next.code()),
            descending: (now.by == column).then_some(now.descending),
        };
        Self {
            title: column.label(),
            class,
            sort: Some(sort),
        }
    }
}

/// A page of a list that is not empty, as a table, with links to the other pages.
#[component]
pub fn PagedTable<T, R, V>(
    page: Page<T>,
    /// The noun for what is counted, singular and plural.
    nouns: (&'static str, &'static str),
    /// The accessible name.
    label: &'static str,
    /// The class with the tracks of the columns.
    class: &'static str,
    columns: Vec<Column>,
    /// Makes the `tr` of a row.
    row: R,
) -> impl IntoView
where
    R: Fn(T) -> V,
    V: IntoView + 'static,
{
    let pager = pager(&page, nouns);
    let rows = page.rows.into_iter().map(row).collect_view();
    let heads = columns
        .into_iter()
        .map(|column| view! { <Head column /> })
        .collect_view();
    view! {
        <table role="table" class=format!("data-table {class}") aria-label=label>
            <thead role="rowgroup">
                <tr role="row">{heads}</tr>
            </thead>
            <tbody role="rowgroup">{rows}</tbody>
        </table>
        {pager}
    }
}

#[component]
fn Head(column: Column) -> impl IntoView {
    let Column { title, class, sort } = column;
    let (order, content) = match sort {
        None => (None, view! { <span>{title}</span> }.into_any()),
        Some(SortLink { code, descending }) => {
            let order = descending.map(|down| if down { "descending" } else { "ascending" });
            let icon = if descending == Some(false) {
                Icon::Up
            } else {
                Icon::Down
            };
            let href = move || query_link(&[("sort", code.clone()), ("at", None)]);
            let link = view! {
                <a class="sort-link" href=href>
                    {title}
                    <Svg icon class="sort-mark size-3.5" />
                </a>
            };
            (order, link.into_any())
        }
    };
    view! {
        <th role="columnheader" scope="col" class=class aria-sort=order>
            {content}
        </th>
    }
}

/// The cell with the name of a row, whose link covers the row.
#[component]
pub fn NameCell(
    name: String,
    href: String,
    /// Whether the name is a link.
    #[prop(default = true.into(), into)]
    may: Signal<bool>,
    /// Badges after the name.
    #[prop(optional_no_strip)]
    marks: Option<AnyView>,
    /// Below the name.
    #[prop(optional_no_strip)]
    details: Option<AnyView>,
) -> impl IntoView {
    let link = move || {
        let (name, title) = (name.clone(), name.clone());
        if may.get() {
            view! {
                <a class="link-row stretched cell-name" href=href.clone() title=title>
                    {name}
                </a>
            }
            .into_any()
        } else {
            view! {
                <span class="cell-name font-semibold" title=title>
                    {name}
                </span>
            }
            .into_any()
        }
    };
    view! {
        <td role="cell" class="cell-main">
            <p class="cell-line">
                {link} {marks.map(|marks| view! { <span class="cell-marks">{marks}</span> })}
            </p>
            {details}
        </td>
    }
}

/// The cell with a number. What it counts is shown on a phone, where there are no heads.
#[component]
pub fn NumberCell(
    number: i64,
    /// `2 members`.
    counted: String,
    /// Besides `cell-number`.
    #[prop(optional)]
    class: &'static str,
) -> impl IntoView {
    let digits = thousands(number);
    let noun = counted.strip_prefix(&digits).unwrap_or_default().to_owned();
    view! {
        <td role="cell" class=format!("cell-number {class}")>
            {digits}
            <span class="cell-label">{noun}</span>
        </td>
    }
}

/// The cell with a short text, which is cut where it does not fit.
#[component]
pub fn TextCell(text: String, #[prop(optional)] class: &'static str) -> impl IntoView {
    let title = text.clone();
    // The server writes an empty text as a space.
    let text = Some(text).filter(|text| !text.is_empty());
    view! {
        <td role="cell" class=format!("cell-text {class}") title=title>
            {text}
        </td>
    }
}
