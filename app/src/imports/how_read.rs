//! How a list was read, and which columns are used.
use crate::ui::{Icon, Svg};
use domain::imports::{forms::separator_name, views::ImportView};
use leptos::prelude::*;

#[component]
pub fn HowRead(view: ImportView) -> impl IntoView {
    let facts: Vec<_> = facts(&view)
        .into_iter()
        .map(|(name, value)| {
            view! {
                <div class="min-w-0">
                    <dt class="muted text-xs">{name}</dt>
                    <dd class="text-sm font-medium wrap-anywhere">{value}</dd>
                </div>
            }
        })
        .collect();
    let notes = view
        .notes
        .iter()
        .cloned()
        .map(|note| view! { <li>{note}</li> });
    view! {
        <section class="panel" aria-labelledby="read-title">
            <div class="panel-head">
                <h2 id="read-title" class="panel-title">
                    "How the list was read"
                </h2>
                <a class="btn btn-sm" href=format!("/imports/{}/columns", view.id)>
                    <Svg icon=Icon::Pencil />
                    "Columns"
                </a>
            </div>
            <div class="grid gap-3 px-6 pb-6">
                <dl class="flex flex-wrap gap-x-6 gap-y-2">{facts}</dl>
                <ul class="muted grid gap-1 text-sm wrap-anywhere empty:hidden">{notes.collect_view()}</ul>
            </div>
        </section>
    }
}

/// The sheet of a workbook; the encoding and separator of a text.
fn facts(view: &ImportView) -> Vec<(&'static str, String)> {
    let used = view.columns.iter().filter(|column| column.field.is_some());
    let used = format!("{} of {}", used.count(), view.columns.len());
    let separator = view.separator.map(separator_name);
    let facts = [
        ("Sheet", view.sheet.clone()),
        (
            "Encoding",
            view.encoding
                .clone()
                .filter(|name| !name.is_empty() && view.sheet.is_none()),
        ),
        ("Separator", separator),
        ("Columns used", Some(used)),
    ];
    let facts = facts.into_iter();
    facts
        .filter_map(|(name, value)| Some((name, value?)))
        .collect()
}
