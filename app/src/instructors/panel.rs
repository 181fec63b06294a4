//! The panel of instructors on a course's editor and on a group's Info tab.
use super::{AddInstructor, RemoveInstructor, find_instructors};
use crate::{
    session::use_me,
    ui::{
        AddButton, Badge, Dialog, ErrorNotice, Form, HiddenIds, Icon, IconSubmit, Ids,
        ResourceResultView, SearchBox, ServerMutation, ServerResource, Svg, Tone, UserHeadline,
        on_success, query_link, query_link_untracked, query_text, toast,
    },
};
use domain::{
    ids::UserId,
    instructors::{InstructorRow, Teachable},
    policy::Actor,
};
use leptos::prelude::*;

/// The state that the rows of the panel share.
#[derive(Clone, Copy)]
struct Panel {
    taught: Teachable,
    /// Whether the actor may assign the instructors.
    appoints: Signal<bool>,
    /// Counts the actor's changes; each refetches the instructors.
    changed: RwSignal<u32>,
}

/// The dialog is open with `?add=instructor`.
const ASKED: (&str, &str) = ("add", "instructor");

/// Returns whether the actor may assign the instructors.
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
    /// Whether the course is the actor's to edit, or was created outside their branch.
    #[prop(default = true)]
    own: bool,
    /// Counts the actor's changes; each refetches the instructors.
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
            <div class="panel-head">
                <h2 id="instructors-title" class="panel-title">
                    "Instructors"
                </h2>
                {move || {
                    panel
                        .appoints
                        .get()
                        .then(|| {
                            view! {
                                <a class="btn btn-sm" href=ask>
                                    <Svg icon=Icon::Plus />
                                    "Add instructor"
                                </a>
                            }
                        })
                }}
            </div>
            <Instructors rows panel />
        </section>
    }
}

#[component]
fn Instructors(rows: Vec<InstructorRow>, panel: Panel) -> impl IntoView {
    if rows.is_empty() {
        let word = panel.taught.word();
        return view! {
            <p class="muted px-6 pb-6 text-sm">
                {format!(
                    "This {word} has no instructors yet. They can see it, and edit it if their user type allows.",
                )}
            </p>
        }
        .into_any();
    }
    let rows = rows
        .into_iter()
        // A closure makes each item again with the list: so buttons stay with their instructor.
        .map(|row| move || view! { <Instructor row=row.clone() panel /> })
        .collect_view();
    view! { <ul class="rows">{rows}</ul> }.into_any()
}

#[component]
fn Instructor(row: InstructorRow, panel: Panel) -> impl IntoView {
    let InstructorRow {
        user,
        name,
        login,
        active,
        has_role,
    } = row;
    view! {
        <li class="flex items-center justify-between gap-3 px-6 py-3">
            <UserHeadline user name=name.clone() login active opens=panel.appoints>
                {(!has_role).then(|| view! { <Badge text="No Instructor role" tone=Tone::Warn /> })}
            </UserHeadline>
            {move || panel.appoints.get().then(|| view! { <Remove user name=name.clone() panel /> })}
        </li>
    }
}

#[component]
fn Remove(user: UserId, name: String, panel: Panel) -> impl IntoView {
    let action = ServerMutation::<RemoveInstructor>::new();
    let word = panel.taught.word();
    let label = format!("Remove {name} from the instructors");
    on_success(action, move |()| {
        toast(format!("{name} is no longer an instructor of this {word}."));
        panel.changed.update(|times| *times += 1);
    });
    view! {
        <Form action id=format!("remove-instructor-{user}") class="contents">
            <HiddenIds ids=ids(panel.taught, user) />
            <IconSubmit icon=Icon::Minus label />
        </Form>
    }
}

/// **Add instructor**: searches the users who can be instructors.
#[component]
pub fn AddInstructorDialog(
    taught: Memo<Teachable>,
    /// Counts the actor's changes; each refetches the instructors.
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
    // Not in the row: a new search may remove the row before the mutation finishes.
    let action = ServerMutation::<AddInstructor>::new();
    on_success(action, move |()| {
        toast("Instructor added.");
        changed.update(|times| *times += 1);
    });
    let close = || query_link_untracked(&[(ASKED.0, None), ("q", None)]);
    move || {
        open.get().then(|| {
            view! {
                <Dialog title="Add instructor" close=close()>
                    <SearchBox label="Search users who can teach" />
                    <ResourceResultView
                        of=found
                        view=move |found| Some(
                            match found {
                                Ok(rows) => {
                                    view! { <Candidates rows=rows? taught=taught.get_untracked() action /> }
                                        .into_any()
                                }
                                Err(error) => view! { <ErrorNotice error /> }.into_any(),
                            },
                        )
                    />
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
            <p class="muted mt-4 text-sm">
                "No users found. Instructors must be active and have a type with the Instructor role."
            </p>
        }
        .into_any();
    }
    let rows = rows
        .into_iter()
        .map(|row| move || view! { <Candidate row=row.clone() taught action /> })
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
        user,
        name,
        login,
        active,
        ..
    } = row;
    let label = format!("Add {name} to the instructors");
    view! {
        <li class="flex items-center justify-between gap-3 py-2">
            <UserHeadline user name login active opens=false />
            <Form action id=format!("add-instructor-{user}") class="contents">
                <HiddenIds ids=ids(taught, user) />
                <AddButton label />
            </Form>
        </li>
    }
}

/// Which user is the instructor of what.
fn ids(taught: Teachable, user: UserId) -> Ids {
    vec![("taught", taught.into()), ("user", user.to_string())]
}
