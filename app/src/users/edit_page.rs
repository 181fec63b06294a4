use super::{
    SetUserActive, UpdateUser, UserFields, get_user,
    waiting::{DeclineDialog, WaitingAnswers},
};
use crate::{
    session::{ActAsForm, use_may, use_me},
    ui::{
        Act, Badge, Breadcrumb, Editable, Form, Moment, Submit, Tone, follow, loaded, route_id,
        toast,
    },
};
use domain::{
    ids::UserId,
    people::{UserDetails, UserState, UserTypeOption},
    policy::Action,
};
use leptos::prelude::*;
use leptos_meta::Title;

#[component]
pub fn UserPage() -> impl IntoView {
    let id = route_id("id", UserId);
    let reload = RwSignal::new(0);
    let user = Resource::new_blocking(move || (id.get(), reload.get()), |(user, _)| get_user(user));
    view! {
        <Transition>
            {move || Suspend::new(async move {
                loaded(user.await, move |(user, types)| view! { <UserEditor user types reload/> })
            })}
        </Transition>
    }
}

#[component]
fn UserEditor(
    user: UserDetails,
    types: Vec<UserTypeOption>,
    reload: RwSignal<u32>,
) -> impl IntoView {
    let name = format!("{} {}", user.first_name, user.last_name);
    let may = use_may(Action::EditUsers);
    let act_as = acting(&user, &types);
    let waits = user.state != UserState::Settled;
    let within = types.iter().any(|one| one.id == user.user_type);
    view! {
        <Title text=name.clone()/>
        <Breadcrumb href="/users" list="Users" here=name.clone()/>
        <div class="mb-6 flex flex-wrap items-center gap-3">
            <h1 class="page-title wrap-anywhere">{name}</h1>
            <Badge text=user.user_type_name.clone()/>
            {if waits {
                view! { <Badge text=user.state.label() tone=Tone::Warn/> }.into_any()
            } else if !user.active {
                view! { <Badge text="Inactive"/> }.into_any()
            } else {
                ().into_any()
            }}
        </div>
        <div class="grid items-start gap-6 lg:grid-cols-[minmax(0,2fr)_minmax(0,1fr)]">
            <section class="panel p-6" aria-label="Info">
                {(!within).then(|| view! {
                    <p class="notice mb-5">"This user may do more than you. Only who holds as much can edit him."</p>
                })}
                <fieldset class="contents" disabled=!within><InfoForm user=user.clone() types reload/></fieldset>
            </section>
            <div class="grid gap-6">
                {move || match (may.get() && within, waits) {
                    (false, _) => ().into_any(),
                    (true, true) => view! { <Waiting user=user.clone() reload/> }.into_any(),
                    (true, false) => view! { <ActiveForm user=user.clone() reload/> }.into_any(),
                }}
                {act_as}
            </div>
        </div>
        <DeclineDialog/>
    }
}

/// **Act as this user**, for whoever may.
fn acting(user: &UserDetails, types: &[UserTypeOption]) -> impl IntoView + use<> {
    let me = use_me();
    let (id, active) = (user.id, user.active);
    let name = format!("{} {}", user.first_name, user.last_name);
    let own = types.iter().find(|one| one.id == user.user_type);
    let holds = own.map(|one| one.holds.clone());
    let may = move || {
        let Some(holds) = holds.as_ref().filter(|_| active) else {
            return false;
        };
        me.with(|me| me.as_ref().is_some_and(|me| me.may_act_as(id, holds)))
    };
    move || {
        may().then(|| view! {
            <aside class="panel p-6" aria-label="Act as this user"><ActAsForm user=id name=name.clone()/></aside>
        })
    }
}

#[component]
fn InfoForm(user: UserDetails, types: Vec<UserTypeOption>, reload: RwSignal<u32>) -> impl IntoView {
    let action = Act::<UpdateUser>::new();
    follow(action, move |_| {
        toast("Saved.");
        reload.update(|times| *times += 1);
    });
    view! {
        <Form action>
            <input type="hidden" name="user" value=user.id.to_string()/>
            <input type="hidden" name="version" value=user.version.to_string()/>
            <Editable by=Action::EditUsers><UserFields user=user types/></Editable>
        </Form>
    }
}

/// Somebody who signed up and is not in yet.
#[component]
fn Waiting(user: UserDetails, reload: RwSignal<u32>) -> impl IntoView {
    let name = format!("{} {}", user.first_name, user.last_name);
    view! {
        <aside class="panel grid gap-4 p-6" aria-label="Account">
            <p class="muted text-sm">"Signed up " <Moment at=user.created_at/></p>
            <p class="text-sm">"Approved, he can sign in, and joins the default group. Declined, the account is deleted."</p>
            <WaitingAnswers user=user.id name answered=reload/>
        </aside>
    }
}

#[component]
fn ActiveForm(user: UserDetails, reload: RwSignal<u32>) -> impl IntoView {
    let action = Act::<SetUserActive>::new();
    follow(action, move |()| reload.update(|times| *times += 1));
    let (label, meaning) = if user.active {
        (
            "Deactivate",
            "A deactivated user cannot sign in, and mass actions skip him. Groups, courses and progress stay.",
        )
    } else {
        (
            "Activate",
            "An active user can sign in again, with all he had.",
        )
    };
    view! {
        <aside class="panel grid gap-4 p-6" aria-label="Account">
            <p class="muted text-sm">"Added " <Moment at=user.created_at/></p>
            <Form action id="active">
                <input type="hidden" name="user" value=user.id.to_string()/>
                <input type="hidden" name="active" value=(!user.active).to_string()/>
                <p class="text-sm">{meaning}</p>
                <div><Submit label class="btn btn-sm"/></div>
            </Form>
        </aside>
    }
}
