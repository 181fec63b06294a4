//! The editor of one user type.
use super::{UpdateUserType, demand::DemandForm, fields::UserTypeFields, get_user_type};
use crate::{
    session::use_me,
    ui::{
        AddedStrip, Badge, Breadcrumb, EditableFields, Form, NextStep, ResourceView,
        ServerMutation, ServerResource, VersionField, on_success, route_id, toast, use_added,
    },
};
use domain::{
    ids::UserTypeId,
    numbers::count,
    policy::{Action, Actor},
    user_types::UserTypeDetails,
};
use leptos::prelude::*;
use leptos_meta::Title;

#[component]
pub fn UserTypePage() -> impl IntoView {
    let id = route_id("id", UserTypeId);
    let reload = RwSignal::new(0);
    let kind = ServerResource::new(
        move || (id.get(), reload.get()),
        |(kind, _)| get_user_type(kind),
    );
    view! { <ResourceView of=kind view=move |kind| view! { <UserTypeEditor kind reload /> } /> }
}

#[component]
fn UserTypeEditor(kind: UserTypeDetails, reload: RwSignal<u32>) -> impl IntoView {
    let name = kind.name.clone();
    let me = use_me().get_untracked();
    let may_demand = me.as_ref().is_some_and(|me| may_demand(me, &kind));
    let why_not = me.and_then(|me| why_not(&me, &kind));
    let of_demand = kind.clone();
    let (added, told) = (use_added(), Signal::stored(name.clone()));
    let steps: Signal<Vec<NextStep>> = Signal::stored(vec![(
        "/users/new".to_owned(),
        "Add a user",
        Action::EditUsers,
    )]);
    view! {
        <Title text=name.clone() />
        <div class="form-page">
            <Breadcrumb href="/user-types" list="User Types" here=name.clone() />
            <div class="page-head mb-6">
                <h1 class="page-title wrap-anywhere">{name}</h1>
                <Badge text=count(kind.users, "user") />
                {kind.built_in.then(|| view! { <Badge text="Built in" /> })}
            </div>
            {move || added.get().then(|| view! { <AddedStrip what="User type added." name=told steps /> })}
            <section class="panel p-6" aria-label="User type">
                {why_not.map(|why| view! { <p class="notice mb-5">{why}</p> })}
                <fieldset class="contents" disabled=why_not.is_some()>
                    <InfoForm kind reload />
                </fieldset>
            </section>
            {may_demand
                .then(|| {
                    view! {
                        <section class="panel mt-6 p-6" aria-label="Second factor">
                            <DemandForm kind=of_demand reload />
                        </section>
                    }
                })}
        </div>
    }
}

/// Whether the actor can set that the type needs a second factor: as for editing it, and SuperAdmins also
/// for SuperAdmin.
fn may_demand(me: &Actor, kind: &UserTypeDetails) -> bool {
    let is_own_super_admin = kind.super_admin && me.user_type == kind.id;
    me.may(Action::EditUserTypes) && (is_own_super_admin || why_not(me, kind).is_none())
}

/// Why the actor cannot edit this type, although they can edit others.
fn why_not(me: &Actor, kind: &UserTypeDetails) -> Option<&'static str> {
    if kind.super_admin {
        Some("SuperAdmin has all permissions, including future ones. It can’t be edited.")
    } else if me.user_type == kind.id {
        Some("This is your own user type. Ask another administrator to edit it.")
    } else if !me.may_grant(&kind.permissions) {
        Some("This type has permissions you don’t have, so you can’t edit it.")
    } else {
        None
    }
}

#[component]
fn InfoForm(kind: UserTypeDetails, reload: RwSignal<u32>) -> impl IntoView {
    let action = ServerMutation::<UpdateUserType>::new();
    on_success(action, move |_| {
        toast("Saved.");
        reload.update(|times| *times += 1);
    });
    view! {
        <Form action>
            <input type="hidden" name="user_type" value=kind.id.to_string() />
            <VersionField version=kind.version.clone() />
            <EditableFields by=Action::EditUserTypes>
                <UserTypeFields kind />
            </EditableFields>
        </Form>
    }
}
