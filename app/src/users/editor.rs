//! The frame of a user's editor: name and tabs.
use super::get_user;
use crate::{
    session::{ActAsForm, use_me},
    ui::{
        AddedStrip, Badge, Breadcrumb, Newest, NextStep, ResourceView, ServerResource, Tabs, Tone,
        route_id, use_added,
    },
};
use domain::{
    ids::UserId,
    policy::Action,
    users::{UserDetails, UserState, UserTypeOption},
};
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::components::Outlet;

/// Shared by the tabs.
#[derive(Clone, Copy)]
pub struct UserContext {
    pub id: Memo<UserId>,
    /// The latest known details of the user.
    pub details: RwSignal<UserDetails>,
    /// The user types that the actor may assign.
    pub types: StoredValue<Vec<UserTypeOption>>,
    newest: Newest,
}

impl UserContext {
    /// Fetches the user again after a change.
    pub fn refetch(self) {
        self.newest
            .ask(get_user(self.id.get_untracked()), move |fresh| {
                // On an error the old details stay.
                if let Ok((fresh, _)) = fresh {
                    self.details.set(fresh);
                }
            });
    }

    /// Whether the actor has all permissions of the user, which editing requires.
    pub fn is_editable(self) -> bool {
        let user_type = self.details.with_untracked(|user| user.user_type);
        self.types
            .with_value(|types| types.iter().any(|one| one.id == user_type))
    }
}

pub fn use_user() -> UserContext {
    expect_context()
}

#[component]
pub fn UserEditor() -> impl IntoView {
    let id = route_id("id", UserId);
    let opened = ServerResource::new(move || id.get(), get_user);
    view! { <ResourceView of=opened view=move |(user, types)| view! { <UserEditorContent id user types /> } /> }
}

/// A change of the name above leaves the tabs alone.
#[component]
fn UserEditorContent(
    id: Memo<UserId>,
    user: UserDetails,
    types: Vec<UserTypeOption>,
) -> impl IntoView {
    let details = ArcRwSignal::new(user);
    let context = UserContext {
        id,
        details: RwSignal::from(details.clone()),
        types: StoredValue::new(types),
        newest: Newest::new(),
    };
    provide_context(context);
    let name = move || context.details.with(UserDetails::full_name);
    // The title is read after rendering, when the signal may be disposed of, so it keeps its own
    // copy of the details.
    view! {
        <Title text=move || details.read().full_name() />
        <Breadcrumb href="/users" list="Users" here=Signal::derive(name) />
        <div class="page-head mb-4">
            <h1 class="page-title wrap-anywhere">{name}</h1>
            {move || view! { <Badge text=context.details.with(|user| user.user_type_name.clone()) /> }}
            {move || context.details.read().branch.clone().map(|branch| view! { <Badge text=branch.name /> })}
            {move || {
                context
                    .details
                    .with(|user| match user.state {
                        UserState::Registered => {
                            (!user.active).then(|| view! { <Badge text="Inactive" /> }.into_any())
                        }
                        state => Some(view! { <Badge text=state.label() tone=Tone::Warn /> }.into_any()),
                    })
            }}
            {move || view! { <ActAs user=context.details.get() /> }}
        </div>
        <Tabs
            label="User"
            of=Signal::derive(move || format!("/users/{}", id.get()))
            parts=vec![
                ("info", "Info", Action::ListUsers),
                ("groups", "Groups", Action::ListGroups),
                ("courses", "Courses", Action::ListUsers),
            ]
        />
        <UserAdded id name=Signal::derive(name) />
        <Outlet />
    }
}

/// **Act as this user**, for actors with that permission.
#[component]
fn ActAs(user: UserDetails) -> impl IntoView {
    let (me, types) = (use_me(), use_user().types);
    let (id, active) = (user.id, user.active);
    let name = user.full_name();
    let permissions = types.with_value(|types| {
        let own = types.iter().find(|one| one.id == user.user_type);
        own.map(|one| one.permissions.clone())
    });
    let may = move || {
        let permissions = permissions.as_ref().filter(|_| active);
        permissions.is_some_and(|permissions| {
            me.with(|me| me.as_ref().is_some_and(|me| me.may_act_as(id, permissions)))
        })
    };
    move || may().then(|| view! { <ActAsForm user=id name=name.clone() /> })
}

/// The strip after **Add user**.
#[component]
fn UserAdded(id: Memo<UserId>, name: Signal<String>) -> impl IntoView {
    let added = use_added();
    let steps = Signal::derive(move || -> Vec<NextStep> {
        let id = id.get();
        vec![
            (
                format!("/users/{id}/groups"),
                "Add to groups",
                Action::ListGroups,
            ),
            (
                format!("/users/{id}/courses"),
                "Enrol in courses",
                Action::ListUsers,
            ),
            (
                "/users/new".to_owned(),
                "Add another user",
                Action::EditUsers,
            ),
        ]
    });
    move || {
        added
            .get()
            .then(|| view! { <AddedStrip what="User added." name steps /> })
    }
}
