//! The first steps of a new portal, until they are done or closed.
use super::server_fns::{CloseFirstSteps, get_first_steps};
use crate::{
    changes::{use_changes, use_own_change},
    session::use_me,
    ui::{Form, Icon, IconSubmit, ResourceView, ServerMutation, ServerResource, Svg, on_success},
};
use domain::{
    events::{ChangeEvent, ListKind},
    home::FirstSteps,
};
use leptos::prelude::*;

#[component]
pub fn FirstStepsPanel() -> impl IntoView {
    let me = use_me().with_untracked(|me| me.as_ref().map(|actor| actor.id));
    let changes = use_changes(move |event| match event {
        ChangeEvent::User(user) => Some(user) == me,
        ChangeEvent::Group(_) => true,
        ChangeEvent::List(list) => {
            matches!(list, ListKind::Courses | ListKind::Groups | ListKind::Users)
        }
        _ => false,
    });
    let steps = ServerResource::new(move || changes.get(), |_| get_first_steps());
    let view = |steps: Option<FirstSteps>| steps.map(|steps| view! { <Steps steps /> });
    view! { <ResourceView of=steps view /> }
}

#[component]
fn Steps(steps: FirstSteps) -> impl IntoView {
    let keys = match steps.newest_group {
        Some(group) => format!("/groups/{group}/keys"),
        None => "/groups".to_owned(),
    };
    let all = [
        (steps.course, "Add a course", "/courses/new".to_owned()),
        (steps.group, "Add a group", "/groups/new".to_owned()),
        (steps.people, "Add people", "/users/new".to_owned()),
        (steps.key, "Share the group’s key", keys),
    ];
    let shown: Vec<_> = all
        .into_iter()
        .filter_map(|(done, label, href)| Some((done?, label, href)))
        .collect();
    let done = shown.iter().filter(|(done, ..)| *done).count();
    let said = format!("{done} of {} done", shown.len());
    let rows = shown
        .into_iter()
        .map(|(done, label, href)| view! { <Step done label href /> })
        .collect_view();
    view! {
        <section class="panel mb-6" aria-labelledby="steps-title">
            <div class="panel-head flex-nowrap">
                <div class="flex flex-wrap items-baseline gap-x-3">
                    <h2 id="steps-title" class="panel-title">
                        "First steps"
                    </h2>
                    <p class="muted text-sm">{said}</p>
                </div>
                <Close />
            </div>
            <ol class="grid sm:grid-cols-2 lg:grid-cols-4">{rows}</ol>
        </section>
    }
}

#[component]
fn Step(done: bool, label: &'static str, href: String) -> impl IntoView {
    let content = if done {
        view! {
            <span class="text-success shrink-0">
                <Svg icon=Icon::Check />
            </span>
            <span class="muted">{label} <span class="sr-only">" (done)"</span></span>
        }
        .into_any()
    } else {
        view! {
            <span class="step-open shrink-0"></span>
            <a class="link-row stretched" href=href>
                {label}
            </a>
        }
        .into_any()
    };
    let class = if done {
        "relative flex items-center gap-3 px-6 py-3"
    } else {
        "row-link relative flex items-center gap-3 px-6 py-3"
    };
    view! { <li class=class>{content}</li> }
}

#[component]
fn Close() -> impl IntoView {
    let action = ServerMutation::<CloseFirstSteps>::new();
    let closed = use_own_change();
    on_success(action, move |()| closed());
    view! {
        <Form action id="first-steps" class="contents">
            <IconSubmit icon=Icon::Close label="Close the first steps" />
        </Form>
    }
}
