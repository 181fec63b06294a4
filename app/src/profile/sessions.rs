//! The user's active sessions.
use super::{EndOtherSessions, EndSession, list_sessions};
use crate::ui::{
    Badge, Form, LocalTime, ResourceView, ServerMutation, ServerResource, Submit, Tone, on_success,
    toast,
};
use domain::{ids::SessionId, profile::SessionRow};
use leptos::prelude::*;

#[component]
pub fn Sessions(ended: RwSignal<u32>) -> impl IntoView {
    let sessions = ServerResource::new(move || ended.get(), |_| list_sessions());
    view! {
        <section class="panel" aria-labelledby="sessions-title">
            <div class="panel-head">
                <h2 id="sessions-title" class="panel-title">
                    "Sessions"
                </h2>
                <p class="muted w-full text-sm">
                    "Where you’re signed in. Sign out any session you don’t recognise, and change your password."
                </p>
            </div>
            <ResourceView of=sessions view=move |rows| view! { <List rows ended /> } />
        </section>
    }
}

#[component]
fn List(rows: Vec<SessionRow>, ended: RwSignal<u32>) -> impl IntoView {
    let others = rows.iter().any(|row| !row.current);
    let rows = rows
        .into_iter()
        .map(|row| view! { <Session row ended /> })
        .collect_view();
    view! {
        <ul class="rows">{rows}</ul>
        {others
            .then(|| {
                view! {
                    <div class="border-t border-base-300 px-6 py-3">
                        <EndOthers ended />
                    </div>
                }
            })}
    }
}

#[component]
fn Session(row: SessionRow, ended: RwSignal<u32>) -> impl IntoView {
    view! {
        <li class="row">
            <div class="col-span-2 min-w-0">
                <p class="flex flex-wrap items-center gap-x-2 gap-y-1 font-medium">
                    {row.browser.clone()}
                    {row.current.then(|| view! { <Badge text="This browser" tone=Tone::Good /> })}
                </p>
                <p class="muted text-sm wrap-anywhere">
                    {(!row.address.is_empty()).then(|| format!("From {} · ", row.address))} "last seen "
                    <LocalTime at=row.last_seen_at /> " · signed in " <LocalTime at=row.opened_at />
                </p>
            </div>
            {(!row.current).then(|| view! { <End session=row.id ended /> })}
        </li>
    }
}

#[component]
fn End(session: SessionId, ended: RwSignal<u32>) -> impl IntoView {
    let action = ServerMutation::<EndSession>::new();
    on_success(action, move |()| {
        toast("Signed out.");
        ended.update(|times| *times += 1);
    });
    view! {
        <Form action id=format!("end-{session}") class="contents">
            <input type="hidden" name="session" value=session.to_string() />
            <Submit label="Sign out" class="btn btn-sm" />
        </Form>
    }
}

#[component]
fn EndOthers(ended: RwSignal<u32>) -> impl IntoView {
    let action = ServerMutation::<EndOtherSessions>::new();
    on_success(action, move |()| {
        toast("Signed out everywhere else.");
        ended.update(|times| *times += 1);
    });
    view! {
        <Form action id="end-others" class="contents">
            <Submit label="Sign out everywhere else" class="btn btn-sm" />
        </Form>
    }
}
