//! The list of user types.
use super::{CloneUserType, delete_dialog::DeleteUserTypeDialog, list_user_type_rows};
use crate::{
    changes::use_list_changes,
    session::{use_may, use_me},
    ui::{
        Badge, Form, Icon, IconLink, IconSubmit, ResourceView, ServerMutation, ServerResource, Svg,
        TokenField, Tone, query_link, query_text,
    },
};
use domain::{
    events::ListKind,
    ids::UserTypeId,
    messages::user_types::describe,
    numbers::count,
    policy::{Action, Actor},
    user_types::UserTypeRow,
};
use leptos::prelude::*;
use leptos_meta::Title;

#[component]
pub fn UserTypesPage() -> impl IntoView {
    let asked = query_text("delete");
    let changes = use_list_changes(ListKind::UserTypes);
    let types = ServerResource::new(
        // Refetch when the delete dialog closes, because it may have changed the list.
        move || (asked.get().is_empty(), changes.get()),
        |_| list_user_type_rows(),
    );
    let may = use_may(Action::EditUserTypes);
    // Created here, because the rows outlive a refetch.
    let me = use_me();
    view! {
        <Title text="User Types" />
        <div class="mb-1 flex flex-wrap items-center justify-between gap-3">
            <h1 class="page-title">"User Types"</h1>
            {move || {
                may.get()
                    .then(|| {
                        view! {
                            <a class="btn btn-primary" href="/user-types/new">
                                <Svg icon=Icon::Plus />
                                "Add user type"
                            </a>
                        }
                    })
            }}
        </div>
        <p class="muted mb-4 max-w-2xl">
            "A user type is a set of permissions. Each user has one. Changes apply to all its users right away."
        </p>
        <section class="panel" aria-label="User Types">
            <ResourceView
                of=types
                view=move |types| {
                    let rows = types
                        .into_iter()
                        .map(|kind| view! { <UserTypeItem kind me /> })
                        .collect_view();
                    view! { <ul class="rows">{rows}</ul> }
                }
            />
        </section>
        <DeleteUserTypeDialog />
    }
}

#[component]
fn UserTypeItem(kind: UserTypeRow, me: Signal<Option<Actor>>) -> impl IntoView {
    let (id, name) = (kind.id, kind.name.clone());
    view! {
        <li class="row row-link">
            <div class="col-span-2 min-w-0">
                <p>
                    <a class="link-row stretched wrap-anywhere" href=format!("/user-types/{id}")>
                        {name}
                    </a>
                </p>
                <p class="muted line-clamp-2 text-sm">{describe(&kind.permissions)}</p>
                <div class="mt-1 flex flex-wrap gap-1">
                    <Badge text=count(kind.users, "user") />
                    {kind.built_in.then(|| view! { <Badge text="Built in" /> })}
                    {kind.is_default.then(|| view! { <Badge text="Default" tone=Tone::Accent /> })}
                </div>
            </div>
            <Actions kind me />
        </li>
    }
}

/// The buttons of the acts that the actor may perform on the type.
#[component]
fn Actions(kind: UserTypeRow, me: Signal<Option<Actor>>) -> impl IntoView {
    let UserTypeRow { id, name, .. } = kind.clone();
    let stays = kind.built_in || kind.is_default;
    let may = move || {
        me.with(|me| {
            let Some(me) = me else { return (false, false) };
            let edits = !kind.super_admin && me.may_edit_type(kind.id, &kind.permissions);
            let clones = me.may(Action::EditUserTypes) && me.may_grant(&kind.permissions);
            (edits, clones)
        })
    };
    let delete = move || query_link(&[("delete", Some(id.to_string()))]);
    view! {
        <div class="relative flex items-center justify-end gap-1">
            {move || {
                let (edits, clones) = may();
                view! {
                    {edits
                        .then(|| {
                            let href = format!("/user-types/{id}");
                            view! { <IconLink icon=Icon::Pencil label=format!("Edit {name}") href /> }
                        })}
                    {clones.then(|| view! { <Clone id name=name.clone() /> })}
                    {(edits && !stays)
                        .then(|| {
                            view! { <IconLink icon=Icon::Trash label=format!("Delete {name}") href=delete /> }
                        })}
                }
            }}
        </div>
    }
}

#[component]
fn Clone(id: UserTypeId, name: String) -> impl IntoView {
    let action = ServerMutation::<CloneUserType>::new();
    view! {
        <Form action id=format!("clone-{id}") class="contents">
            <TokenField />

            <input type="hidden" name="user_type" value=id.to_string() />
            <IconSubmit icon=Icon::Copy label=format!("Clone {name}") />
        </Form>
    }
}
