//! The rows of an import, a hundred on a page.
use super::{
    labels::{verdict_label, verdict_tone},
    list_import_rows,
    opened::use_import,
};
use crate::{
    session::use_may,
    ui::{
        Badge, EmptyState, Icon, NameLink, PagedList, ResourceView, ServerResource, Svg,
        query_link, query_text, use_cursor,
    },
};
use domain::{
    exports::ExportFormat,
    imports::{
        stored::{ImportState, RowVerdict},
        views::{ChangeView, ImportCounts, ImportRowView, ProblemView},
    },
    page::{Cursor, Page},
    policy::Action,
};
use leptos::prelude::*;

#[derive(Clone, Copy)]
struct RowsContext {
    verdict: Memo<Option<RowVerdict>>,
    page: ServerResource<Page<ImportRowView>>,
}

/// Loads the rows for as long as the page is open: they outlive the view of an import, which is replaced
/// whenever the import changes.
pub fn provide_rows() {
    let import = use_import();
    let (shown, cursor) = (query_text("show"), use_cursor());
    let verdict = Memo::new(move |_| RowVerdict::from_code(&shown.get()));
    let page = ServerResource::new(
        move || {
            let changes = import.changes.get();
            (import.id.get(), verdict.get(), cursor.get(), changes)
        },
        |(import, verdict, at, _)| list_import_rows(import, verdict, at.map(Cursor)),
    );
    provide_context(RowsContext { verdict, page });
}

/// Which rows are shown; `None` for all.
pub fn use_shown_verdict() -> Memo<Option<RowVerdict>> {
    expect_context::<RowsContext>().verdict
}

#[component]
pub fn ImportRows(counts: ImportCounts, state: ImportState) -> impl IntoView {
    let RowsContext { verdict, page } = expect_context();
    let is_open = state.is_open();
    view! {
        <section class="panel" aria-labelledby="rows-title">
            <div class="panel-head">
                <h2 id="rows-title" class="panel-title">
                    {move || title(verdict.get(), is_open)}
                </h2>
                <div class="flex flex-wrap gap-2">
                    {move || verdict.get().is_some().then(|| view! { <ShowAll /> })}
                    {(counts.left_out > 0).then(|| view! { <Downloads /> })}
                </div>
            </div>
            <ResourceView of=page view=move |page| view! { <RowList page is_open /> } />
        </section>
    }
}

fn title(verdict: Option<RowVerdict>, is_open: bool) -> String {
    match verdict {
        None => "All rows".to_owned(),
        Some(RowVerdict::LeftOut) => "Rows that are left out".to_owned(),
        Some(verdict) => format!("Rows: {}", verdict_label(verdict, is_open).to_lowercase()),
    }
}

#[component]
fn ShowAll() -> impl IntoView {
    view! {
        <a class="btn btn-sm btn-ghost" href=move || query_link(&[("show", None), ("at", None)])>
            "Show all rows"
        </a>
    }
}

/// The rows left out, as a list to correct and give back.
#[component]
fn Downloads() -> impl IntoView {
    let import = use_import();
    let link = |format: ExportFormat| {
        let code = format.code();
        view! {
            <a
                class="btn btn-sm"
                href=move || format!("/imports/{}/left-out?format={code}", import.id.get())
                rel="external"
                download=""
                aria-label=format!("Download the left-out rows as {}", code.to_uppercase())
            >
                {code.to_uppercase()}
            </a>
        }
    };
    view! {
        <div class="flex flex-wrap items-center gap-2">
            <span class="muted text-sm">"Download the left-out rows:"</span>
            {link(ExportFormat::Csv)}
            {link(ExportFormat::Xlsx)}
        </div>
    }
}

#[component]
fn RowList(page: Page<ImportRowView>, is_open: bool) -> impl IntoView {
    if page.rows.is_empty() {
        return view! {
            <EmptyState icon=Icon::Check title="No rows">
                "No row of the list has this result."
            </EmptyState>
        }
        .into_any();
    }
    view! { <PagedList page nouns=("row", "rows") row=move |row| view! { <Row row is_open /> } /> }
        .into_any()
}

#[component]
fn Row(row: ImportRowView, is_open: bool) -> impl IntoView {
    let can_correct = is_open && row.verdict == RowVerdict::LeftOut;
    let problems = row
        .problems
        .into_iter()
        .map(|problem| view! { <Problem problem /> });
    let changes = row
        .changes
        .into_iter()
        .map(|change| view! { <Change change /> });
    let lists = use_may(Action::ListUsers);
    let (user, place) = (row.user, row.place);
    let href = user
        .map(|user| format!("/users/{user}/info"))
        .unwrap_or_default();
    view! {
        <li class="import-row">
            <span class="muted text-right text-sm tabular-nums">
                <span class="sr-only">"Line "</span>
                {row.line}
            </span>
            <div class="grid min-w-0 gap-1">
                <p class="flex flex-wrap items-center gap-x-2 gap-y-1">
                    <NameLink name=row.title href may=Signal::derive(move || user.is_some() && lists.get()) />
                    <Badge text=verdict_label(row.verdict, is_open) tone=verdict_tone(row.verdict) />
                </p>
                {(!row.details.is_empty())
                    .then(|| view! { <p class="muted text-sm wrap-anywhere">{row.details}</p> })}
                <ul class="grid gap-1 empty:hidden">{changes.collect_view()}</ul>
                <ul class="grid gap-1 empty:hidden">{problems.collect_view()}</ul>
            </div>
            {can_correct.then(|| view! { <Correct place line=row.line /> })}
        </li>
    }
}

/// What is wrong, at the cell that it is wrong with.
#[component]
fn Problem(problem: ProblemView) -> impl IntoView {
    let ProblemView {
        column,
        cell,
        reason,
    } = problem;
    view! {
        <li class="flex items-start gap-1.5 text-sm wrap-anywhere">
            <Svg icon=Icon::Alert class="mt-0.5 size-4 shrink-0 text-warning" />
            <span>
                {(!column.is_empty())
                    .then(|| {
                        view! {
                            <span class="font-medium">{column}</span>
                            " "
                        }
                    })}
                {(!cell.is_empty())
                    .then(|| {
                        view! {
                            <code class="cell">{cell}</code>
                            " "
                        }
                    })} <span class="text-warning">{reason}</span>
            </span>
        </li>
    }
}

/// What an update replaces.
#[component]
fn Change(change: ChangeView) -> impl IntoView {
    let text = |text: String| {
        if text.is_empty() {
            "(empty)".to_owned()
        } else {
            text
        }
    };
    view! {
        <li class="text-sm wrap-anywhere">
            <span class="font-medium">{change.field}</span>
            " "
            <del class="muted">
                <span class="sr-only">"before: "</span>
                {text(change.before)}
            </del>
            <span aria-hidden="true">" → "</span>
            <ins class="no-underline">
                <span class="sr-only">" after: "</span>
                {text(change.after)}
            </ins>
        </li>
    }
}

#[component]
fn Correct(place: i64, line: i64) -> impl IntoView {
    view! {
        <a
            class="btn btn-sm"
            href=move || query_link(&[("row", Some(place.to_string()))])
            aria-label=format!("Correct line {line}")
        >
            <Svg icon=Icon::Pencil />
            "Correct"
        </a>
    }
}
