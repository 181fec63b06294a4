//! The ordered units of a course, in its editor.
use super::{CreateUnit, DeleteUnit, ReorderUnit, UpdateUnit};
use crate::{
    AppError,
    flash::use_flash,
    session::use_may,
    ui::{
        CheckField, Disclosure, EmptyState, Form, FormFoot, HiddenIds, Icon, IconSubmit, Ids,
        RadioField, ServerMutation, Svg, TextArea, TextField, TokenField, VersionField, on_success,
        toast, use_form,
    },
};
use domain::{
    courses::{CourseDetails, UnitKind, UnitRow},
    ids::{CourseId, UnitId},
    policy::Action,
};
use leptos::{prelude::*, server_fn::ServerFn};

#[component]
pub fn Units(
    course: CourseDetails,
    /// Whether the course is the actor's to edit, or was created outside their branch.
    own: bool,
    reload: RwSignal<u32>,
) -> impl IntoView {
    let id = course.id;
    let may = use_may(Action::EditCourses);
    let edits = Signal::derive(move || own && may.get());
    let units = if course.units.is_empty() {
        view! {
            <EmptyState icon=Icon::Text title="No units yet">
                "Learners complete units one by one. "
                {move || edits.get().then_some("Add the first below.")}
            </EmptyState>
        }
        .into_any()
    } else {
        let rows = course
            .units
            .into_iter()
            // A closure makes each item again with the list: so form values stay with their unit.
            .map(|unit| {
                move || {
                    if edits.get() {
                        view! { <Unit course=id unit=unit.clone() reload /> }.into_any()
                    } else {
                        view! {
                            <li class="flex items-center gap-2 px-6 py-3">
                                <What unit=unit.clone() />
                            </li>
                        }
                        .into_any()
                    }
                }
            })
            .collect_view();
        view! { <ol class="divide-y divide-base-300 border-y border-base-300">{rows}</ol> }
            .into_any()
    };
    view! {
        <div class="panel-head">
            <h2 class="panel-title">"Units"</h2>
        </div>
        {units}
        {move || edits.get().then(|| view! { <NewUnit course=id reload /> })}
    }
}

/// The kind and name of a unit.
#[component]
fn What(unit: UnitRow) -> impl IntoView {
    view! {
        <Svg icon=kind_icon(unit.kind) class="size-4 text-base-content/60" />
        <span class="min-w-0 flex-1 wrap-anywhere">{unit.name}</span>
    }
}

/// Returns the icon of a kind of unit.
pub fn kind_icon(kind: UnitKind) -> Icon {
    match kind {
        UnitKind::Text => Icon::Text,
        UnitKind::Link => Icon::Link,
        UnitKind::Video => Icon::Play,
    }
}

#[component]
fn Unit(course: CourseId, unit: UnitRow, reload: RwSignal<u32>) -> impl IntoView {
    let update = ServerMutation::<UpdateUnit>::new();
    changes(update, reload, "Saved.");
    let id = unit.id;
    // Without JavaScript, a rejected edit opens its own form again, with the error.
    let refused = use_flash(UpdateUnit::PATH)
        .is_some_and(|flash| flash.fields.get("unit") == Some(&id.to_string()));
    view! {
        <li class="px-6 py-2">
            <div class="flex items-center gap-2">
                <What unit=unit.clone() />
                <Shift course id name=unit.name.clone() up=true reload />
                <Shift course id name=unit.name.clone() up=false reload />
                <Delete course id name=unit.name.clone() reload />
            </div>
            <Disclosure
                class="mt-1"
                open=Signal::stored(refused)
                summary=view! {
                    "Edit "
                    <span class="sr-only">{unit.name.clone()}</span>
                }
                    .into_any()
            >
                <div class="py-3">
                    <Form action=update id=format!("unit-{id}")>
                        <HiddenIds ids=ids(course, id) />
                        <VersionField version=unit.version.clone() />
                        <Fields unit=unit />
                        <FormFoot label="Save unit" class="btn btn-sm btn-primary" />
                        <p>
                            <a class="link text-sm" href=format!("/courses/{course}/units/{id}/versions")>
                                "Earlier versions"
                            </a>
                        </p>
                    </Form>
                </div>
            </Disclosure>
        </li>
    }
}

#[component]
fn NewUnit(course: CourseId, reload: RwSignal<u32>) -> impl IntoView {
    let action = ServerMutation::<CreateUnit>::new();
    changes(action, reload, "Unit added.");
    view! {
        <div class="p-6">
            <h3 class="mb-3 font-medium">"Add a unit"</h3>
            <Form action id="new-unit">
                <TokenField />

                <input type="hidden" name="course" value=course.to_string() />
                <Fields />
                <SplitField />
                <FormFoot label="Add unit" icon=Icon::Plus class="btn btn-sm btn-primary" />
            </Form>
        </div>
    }
}

/// Appears where the text is too long for one unit.
#[component]
fn SplitField() -> impl IntoView {
    let form = use_form();
    let error = form.error();
    let is_too_long = Memo::new(move |_| {
        error.with(|error| {
            let problem = error
                .as_ref()
                .and_then(|error| error.field_error("content"));
            problem.is_some_and(|problem| matches!(&*problem.code, "too_long" | "no_headings"))
        })
    });
    let field = || {
        view! {
            <CheckField
                name="split"
                label="Split the text at its headings"
                value=true
                hint="Adds a unit for each, named after its heading. The first has the name above."
            />
        }
    };
    move || is_too_long.get().then(field)
}

#[component]
fn Fields(#[prop(optional)] unit: Option<UnitRow>) -> impl IntoView {
    let kind = unit.as_ref().map_or(UnitKind::Text, |unit| unit.kind);
    let content = unit
        .as_ref()
        .map(|unit| unit.content.clone())
        .unwrap_or_default();
    view! {
        <TextField
            name="name"
            label="Name"
            required=true
            value=unit.map(|unit| unit.name).unwrap_or_default()
        />
        <RadioField
            name="kind"
            legend="Kind"
            value=kind.code()
            options=vec![
                (UnitKind::Text.code(), UnitKind::Text.label(), "Markdown, shown on the page."),
                (UnitKind::Link.code(), UnitKind::Link.label(), "A web address; opens in a new tab."),
                (UnitKind::Video.code(), UnitKind::Video.label(), "A video’s web address."),
            ]
        />
        <TextArea
            name="content"
            label="Content"
            value=content
            rows=8
            hint="Markdown text, or a web address."
        />
    }
}

#[component]
fn Shift(
    course: CourseId,
    id: UnitId,
    name: String,
    up: bool,
    reload: RwSignal<u32>,
) -> impl IntoView {
    let action = ServerMutation::<ReorderUnit>::new();
    on_success(action, move |()| reload.update(|times| *times += 1));
    let (icon, way) = if up {
        (Icon::Up, "up")
    } else {
        (Icon::Down, "down")
    };
    let label = format!("Move {name} {way}");
    view! {
        <Form action id=format!("{way}-{id}") class="contents">
            <HiddenIds ids=ids(course, id) />
            <input type="hidden" name="up" value=up.to_string() />
            <IconSubmit icon label />
        </Form>
    }
}

#[component]
fn Delete(course: CourseId, id: UnitId, name: String, reload: RwSignal<u32>) -> impl IntoView {
    let action = ServerMutation::<DeleteUnit>::new();
    changes(
        action,
        reload,
        "Unit deleted. Completed courses stay completed.",
    );
    view! {
        <Form action id=format!("delete-{id}") class="contents">
            <HiddenIds ids=ids(course, id) />
            <IconSubmit icon=Icon::Trash label=format!("Delete {name}") />
        </Form>
    }
}

/// Which unit of which course a form changes.
fn ids(course: CourseId, unit: UnitId) -> Ids {
    vec![("course", course.to_string()), ("unit", unit.to_string())]
}

/// After the mutation succeeded, shows `sentence` as a toast and refetches the course.
fn changes<S>(action: ServerMutation<S>, reload: RwSignal<u32>, sentence: &'static str)
where
    S: ServerFn<Output = (), Error = AppError> + 'static,
{
    on_success(action, move |()| {
        toast(sentence);
        reload.update(|times| *times += 1);
    });
}
