//! The versions of a unit: their list, one compared with the present text, and bringing it back.
use super::{RestoreUnit, get_unit_versions};
use crate::ui::{
    EmptyState, Form, Icon, LocalTime, ResourceView, ServerMutation, ServerResource, Submit, Trail,
    VersionField, on_success, query_link, query_text, route_id, toast,
};
use domain::{
    courses::{
        ComparedLine, ComparedUnit, UNIT_VERSIONS_KEPT, UnitHistory, UnitRow, UnitVersionRow,
    },
    ids::{CourseId, UnitId, UnitVersionId},
    numbers::count,
};
use leptos::prelude::*;
use leptos_meta::Title;

#[component]
pub fn UnitVersionsPage() -> impl IntoView {
    let (course, unit) = (route_id("id", CourseId), route_id("unit", UnitId));
    let chosen = query_text("version");
    let chosen = Memo::new(move |_| chosen.get().parse::<UnitVersionId>().ok());
    let reload = RwSignal::new(0);
    let versions = ServerResource::new(
        move || (course.get(), unit.get(), chosen.get(), reload.get()),
        |(course, unit, version, _)| get_unit_versions(course, unit, version),
    );
    view! {
        <ResourceView
            of=versions
            view=move |(history, compared)| {
                view! { <Versions course=course.get_untracked() history compared reload /> }
            }
        />
    }
}

#[component]
fn Versions(
    course: CourseId,
    history: UnitHistory,
    compared: Option<ComparedUnit>,
    reload: RwSignal<u32>,
) -> impl IntoView {
    let UnitHistory {
        course: course_name,
        unit,
        versions,
    } = history;
    let chosen = compared.as_ref().map(|one| one.id);
    let title = format!("Versions of “{}”", unit.name);
    let rows = versions
        .into_iter()
        .enumerate()
        .map(|(place, row)| view! { <Row is_present=place == 0 is_chosen=chosen == Some(row.id) row /> })
        .collect_view();
    let list = if rows.is_empty() {
        view! {
            <EmptyState icon=Icon::Clock title="No earlier versions">
                "Each time the unit is saved, its text is kept here."
            </EmptyState>
        }
        .into_any()
    } else {
        view! { <ol class="divide-y divide-base-300">{rows}</ol> }.into_any()
    };
    view! {
        <Title text=title.clone() />
        <Trail
            links=vec![
                ("/courses".to_owned(), "Courses".to_owned()),
                (format!("/courses/{course}/edit"), course_name),
            ]
            here=unit.name.clone()
        />
        <h1 class="page-title mb-4 wrap-anywhere">{title}</h1>
        <div class="grid items-start gap-6 lg:grid-cols-[minmax(0,1fr)_minmax(0,2fr)]">
            <section class="panel" aria-label="Versions">
                {list}
                <p class="muted border-t border-base-300 px-4 py-3 text-sm">
                    {format!("The latest {UNIT_VERSIONS_KEPT} versions are kept for a year.")}
                </p>
            </section>
            {compared.map(|compared| view! { <Compared course unit compared reload /> })}
        </div>
    }
}

#[component]
fn Row(row: UnitVersionRow, is_present: bool, is_chosen: bool) -> impl IntoView {
    let id = row.id;
    let when = match row.saved_at {
        Some(at) => view! { <LocalTime at /> }.into_any(),
        None => "Before versions were kept".into_any(),
    };
    let link = move || query_link(&[("version", Some(id.to_string()))]);
    view! {
        <li class="flex flex-wrap items-center justify-between gap-x-4 gap-y-1 px-4 py-3 text-sm">
            <div class="min-w-0">
                <p class="font-medium">{when}</p>
                <p class="muted wrap-anywhere">
                    {row.saved_by.unwrap_or_else(|| "Unknown user".to_owned())} " · " {row.name}
                </p>
            </div>
            {if is_present {
                view! { <span class="muted">"Present version"</span> }.into_any()
            } else {
                view! {
                    <a class="btn btn-sm" href=link aria-current=is_chosen.then_some("true")>
                        "Compare"
                    </a>
                }
                    .into_any()
            }}
        </li>
    }
}

/// What bringing the earlier version back would change.
#[component]
fn Compared(
    course: CourseId,
    unit: UnitRow,
    compared: ComparedUnit,
    reload: RwSignal<u32>,
) -> impl IntoView {
    let action = ServerMutation::<RestoreUnit>::new();
    on_success(action, move |()| {
        toast("Version brought back.");
        reload.update(|times| *times += 1);
    });
    let is_named_otherwise =
        (compared.name != unit.name || compared.kind != unit.kind).then(|| {
            format!(
                "It was a {} named “{}”.",
                compared.kind.noun(),
                compared.name
            )
        });
    let text = if compared.lines.is_empty() {
        view! { <p class="muted">"The texts are the same."</p> }.into_any()
    } else {
        let lines = compared.lines.into_iter().map(line).collect_view();
        view! { <ol class="rounded-box border border-base-300 py-2 font-mono text-sm">{lines}</ol> }
            .into_any()
    };
    view! {
        <section class="panel grid min-w-0 gap-4 p-6" aria-label="Comparison">
            <h2 class="panel-title">"Compared with the present version"</h2>
            <p class="muted text-sm">
                "Lines with − are only in the present version, lines with + only in the earlier one."
            </p>
            {is_named_otherwise.map(|said| view! { <p class="wrap-anywhere">{said}</p> })}
            {text}
            <Form action>
                <input type="hidden" name="course" value=course.to_string() />
                <input type="hidden" name="unit" value=unit.id.to_string() />
                <input type="hidden" name="earlier" value=compared.id.to_string() />
                <VersionField version=unit.version />
                <p class="text-sm">
                    "The present version stays in the list. What learners completed stays completed."
                </p>
                <div>
                    <Submit label="Bring this version back" />
                </div>
            </Form>
        </section>
    }
}

fn line(line: ComparedLine) -> AnyView {
    let row = |class: &'static str, sign: &'static str, said: &'static str, text: String| {
        view! {
            <li class=format!("flex gap-2 px-3 {class}")>
                <span aria-hidden="true">{sign}</span>
                <span class="min-w-0 whitespace-pre-wrap">
                    <span class="sr-only">{said}</span>
                    {text}
                </span>
            </li>
        }
        .into_any()
    };
    match line {
        ComparedLine::Same(text) => row("", "\u{a0}", "", text),
        ComparedLine::Earlier(text) => {
            row("bg-success/15", "+", "Only in the earlier version: ", text)
        }
        ComparedLine::Present(text) => {
            row("bg-error/15", "−", "Only in the present version: ", text)
        }
        ComparedLine::LeftOut(lines) => {
            let lines = i64::try_from(lines).unwrap_or(i64::MAX);
            row("muted", "⋯", "", count(lines, "equal line"))
        }
        ComparedLine::TooLong => row("muted", "⋯", "", "The rest is too long to show.".to_owned()),
    }
}
