//! Who teaches it: on a course's editor and on a group's Info tab.
use super::{AddInstructor, RemoveInstructor, find_instructors};
use crate::{
    session::{use_may, use_me},
    ui::{
        Badge, Dialog, ErrorNotice, Form, Icon, IconSubmit, NameLink, ResourceResultView,
        SearchBox, ServerMutation, ServerResource, Svg, Tone, on_success, query_link,
        query_link_untracked, query_text, toast,
    },
};
use domain::{
    instructors::{InstructorRow, Teachable},
    policy::{Action, Actor},
};
use leptos::prelude::*;

/// What the rows of the panel share.
#[derive(Clone, Copy)]
struct Panel {
    taught: Teachable,
    /// Whether the reader says who teaches it.
    appoints: Signal<bool>,
    /// Counts what the reader changed.
    changed: RwSignal<u32>,
}

/// The question is open with `?add=instructor`.
const ASKED: (&str, &str) = ("add", "instructor");

/// Whether the reader says who teaches it.
fn use_appoints(taught: impl Fn() -> Teachable + Send + Sync + 'static) -> Signal<bool> {
    let me = use_me();
    Signal::derive(move || {
        let may = |me: &Actor| me.may_assign_instructors(taught().edit_action());
        me.with(|me| me.as_ref().is_some_and(may))
    })
}

#[component]
pub fn InstructorsPanel(
    #[prop(into)] taught: Teachable,
    rows: Vec<InstructorRow>,
    /// Whether it is the reader's to change at all.
    #[prop(default = true)]
    own: bool,
    /// Counts what the reader changed.
    changed: RwSignal<u32>,
) -> impl IntoView {
    let may = use_appoints(move || taught);
    let panel = Panel {
        taught,
        appoints: Signal::derive(move || own && may.get()),
        changed,
    };
    let ask = move || query_link(&[(ASKED.0, Some(ASKED.1.to_owned())), ("q", None)]);
    view! {
        <section class="panel" aria-labelledby="instructors-title">
            <div class="flex flex-wrap items-center justify-between gap-2 px-4 py-3">
                <h2 id="instructors-title" class="font-semibold">"Instructors"</h2>
                {move || panel.appoints.get().then(|| view! {
                    <a class="btn btn-sm" href=ask><Svg icon=Icon::Plus/>"Add instructor"</a>
                })}
            </div>
            <Instructors rows panel/>
        </section>
    }
}

#[component]
fn Instructors(rows: Vec<InstructorRow>, panel: Panel) -> impl IntoView {
    if rows.is_empty() {
        let word = panel.taught.word();
        return view! {
            <p class="muted px-4 pb-4 text-sm">{format!("Nobody teaches this {word} yet. Its instructors see it, and edit it as their user type allows.")}</p>
        }
        .into_any();
    }
    let rows = rows
        .into_iter()
        // Made anew with the list: a button stays with its instructor.
        .map(|row| move || view! { <Instructor row=row.clone() panel/> })
        .collect_view();
    view! { <ul class="rows">{rows}</ul> }.into_any()
}

#[component]
fn Instructor(row: InstructorRow, panel: Panel) -> impl IntoView {
    let may = use_may(Action::ListUsers);
    let opens = Signal::derive(move || may.get() && panel.appoints.get());
    let InstructorRow {
        user,
        name,
        login,
        active,
        has_role,
    } = row;
    view! {
        <li class="flex items-center justify-between gap-3 px-4 py-3">
            <div class="min-w-0">
                <p class="flex flex-wrap items-center gap-x-2 gap-y-1">
                    <NameLink name=name.clone() href=format!("/users/{user}/info") may=opens/>
                    {(!active).then(|| view! { <Badge text="Inactive"/> })}
                    {(!has_role).then(|| view! { <Badge text="Without the role Instructor" tone=Tone::Warn/> })}
                </p>
                <p class="muted truncate text-sm">{login}</p>
            </div>
            {move || panel.appoints.get().then(|| view! { <Remove user=user.0 name=name.clone() panel/> })}
        </li>
    }
}

#[component]
fn Remove(user: i64, name: String, panel: Panel) -> impl IntoView {
    let action = ServerMutation::<RemoveInstructor>::new();
    let word = panel.taught.word();
    let label = format!("Remove {name} from the instructors");
    on_success(action, move |()| {
        toast(format!("{name} does not teach this {word} any more."));
        panel.changed.update(|times| *times += 1);
    });
    view! {
        <Form action id=format!("remove-instructor-{user}") class="contents">
            <RowFields user taught=panel.taught/>
            <IconSubmit icon=Icon::Minus label/>
        </Form>
    }
}

/// **Add instructor**: those who could teach it, to be searched.
#[component]
pub fn AddInstructorDialog(
    taught: Memo<Teachable>,
    /// Counts what the reader changed.
    changed: RwSignal<u32>,
) -> impl IntoView {
    let (asked, words) = (query_text(ASKED.0), query_text("q"));
    let appoints = use_appoints(move || taught.get());
    let open = Memo::new(move |_| *asked.read() == ASKED.1 && appoints.get());
    let found = ServerResource::optional(
        move || {
            open.get()
                .then(|| (taught.get(), words.get(), changed.get()))
        },
        |(taught, text, _)| find_instructors(taught, text),
    );
    // Out here: a row may be gone, because the search went on, before its answer is there.
    let action = ServerMutation::<AddInstructor>::new();
    on_success(action, move |()| {
        toast("Added to the instructors.");
        changed.update(|times| *times += 1);
    });
    let close = || query_link_untracked(&[(ASKED.0, None), ("q", None)]);
    move || {
        open.get().then(|| {
            view! {
                <Dialog title="Add instructor" close=close()>
                    <SearchBox label="Search users who may teach"/>
                    <ResourceResultView of=found view=move |found| Some(match found {
                        Ok(rows) => view! { <Candidates rows=rows? taught=taught.get_untracked() action/> }.into_any(),
                        Err(error) => view! { <ErrorNotice error/> }.into_any(),
                    })/>
                </Dialog>
            }
        })
    }
}

#[component]
fn Candidates(
    rows: Vec<InstructorRow>,
    taught: Teachable,
    action: ServerMutation<AddInstructor>,
) -> impl IntoView {
    if rows.is_empty() {
        return view! {
            <p class="muted mt-4 text-sm">"Nobody found. Whoever teaches is active and has a user type with the role Instructor."</p>
        }
        .into_any();
    }
    let rows = rows
        .into_iter()
        .map(|row| move || view! { <Candidate row=row.clone() taught action/> })
        .collect_view();
    view! { <ul class="mt-4 divide-y divide-base-300">{rows}</ul> }.into_any()
}

#[component]
fn Candidate(
    row: InstructorRow,
    taught: Teachable,
    action: ServerMutation<AddInstructor>,
) -> impl IntoView {
    let InstructorRow {
        user, name, login, ..
    } = row;
    let label = format!("Add {name} to the instructors");
    view! {
        <li class="flex items-center justify-between gap-3 py-2">
            <p class="min-w-0">
                <span class="font-medium wrap-anywhere">{name}</span>
                <span class="muted block truncate text-sm">{login}</span>
            </p>
            <Form action id=format!("add-instructor-{user}") class="contents">
                <RowFields user=user.0 taught/>
                <IconSubmit icon=Icon::Plus label class="btn btn-sm btn-square btn-soft btn-primary"/>
            </Form>
        </li>
    }
}

/// Who would teach what.
#[component]
fn RowFields(user: i64, taught: Teachable) -> impl IntoView {
    view! {
        <input type="hidden" name="taught" value=String::from(taught)/>
        <input type="hidden" name="user" value=user.to_string()/>
    }
}
