//! The permission tree: roles, sections and permissions. Permissions are the form's fields; the
//! other nodes and the search need the script.
mod node;
mod state;

use node::RoleNode;
use state::{Tree, field};

use crate::{
    session::use_me,
    ui::{Icon, Svg, use_form},
};
use domain::{
    messages::user_types::describe,
    permissions::{Permission, PermissionSet, Role},
    user_types::ineffective,
};
use leptos::{ev::KeyboardEvent, prelude::*};

#[component]
pub fn PermissionTree(permissions: PermissionSet) -> impl IntoView {
    let form = use_form();
    let ticked = |permission: &Permission| {
        form.ticked(&field(*permission), permissions.contains(permission))
    };
    let tree = Tree {
        ticked: RwSignal::new(Permission::ALL.iter().copied().filter(ticked).collect()),
        words: RwSignal::new(Vec::new()),
        locked: StoredValue::new(not_held()),
    };
    provide_context(tree);
    let (id, problem) = (form.field_id("permissions"), form.problem("permissions"));
    let [administrator, instructor, learner] =
        [Role::Administrator, Role::Instructor, Role::Learner].map(Role::label);
    let nothing = move || {
        !Permission::ALL
            .iter()
            .any(|permission| tree.finds(*permission))
    };
    let locked = tree.locked.with_value(|locked| !locked.is_empty());
    view! {
        <fieldset class="field" aria-describedby=format!("{id}-note")>
            <legend class="label-text">"Permissions"</legend>
            <PermissionSearch words=tree.words />
            {locked
                .then(|| {
                    view! {
                        <p class="muted text-sm">
                            "Greyed out: permissions you don’t have and so can’t grant."
                        </p>
                    }
                })}
            <div class="grid items-start gap-4 sm:grid-cols-2">
                <RoleNode top=administrator />
                <div class="grid gap-4">
                    <RoleNode top=instructor />
                    <RoleNode top=learner />
                    <RoleNode top="General" />
                </div>
            </div>
            <p class="muted text-sm" hidden=move || !nothing()>
                "No permission matches these words."
            </p>
            <p id=format!("{id}-note") class="text-sm text-error">
                {move || problem.get()}
            </p>
        </fieldset>
        <PermissionSummary ticked=tree.ticked />
    }
}

fn not_held() -> PermissionSet {
    let administers = |permission: &Permission| permission.role() == Some(Role::Administrator);
    use_me().with_untracked(|me| {
        let lacks = |permission: &Permission| {
            me.as_ref()
                .is_none_or(|me| !me.permissions.contains(permission))
        };
        let permissions = Permission::ALL.iter().copied();
        permissions
            .filter(|permission| administers(permission) && lacks(permission))
            .collect()
    })
}

#[component]
fn PermissionSearch(words: RwSignal<Vec<String>>) -> impl IntoView {
    let search = move |text: String| {
        words.set(
            text.to_lowercase()
                .split_whitespace()
                .map(str::to_owned)
                .collect(),
        );
    };
    // Otherwise Enter would submit the form.
    let stay = |event: KeyboardEvent| {
        if event.key() == "Enter" {
            event.prevent_default();
        }
    };
    view! {
        <div class="script-only relative">
            <span class="pointer-events-none absolute inset-y-0 left-3 z-1 grid place-items-center \
            text-base-content/60">
                <Svg icon=Icon::Search />
            </span>
            <input
                type="search"
                class="input w-full pl-9"
                placeholder="Search permissions"
                aria-label="Search permissions"
                autocomplete="off"
                on:input:target=move |event| search(event.target().value())
                on:keydown=stay
            />
        </div>
    }
}

/// Summarizes what users of the type can do with the current selection.
#[component]
fn PermissionSummary(ticked: RwSignal<PermissionSet>) -> impl IntoView {
    let idle = move || {
        let idle = ticked.with(ineffective);
        (!idle.is_empty()).then(|| {
            let paths: Vec<_> = idle.iter().map(|permission| permission.path()).collect();
            view! {
                <p class="text-warning">
                    {format!("No effect yet: {}. Each also needs another permission.", paths.join("; "))}
                </p>
            }
        })
    };
    view! {
        <section
            class="rounded-field grid gap-1 border border-base-300 bg-base-200 px-4 py-3 text-sm wrap-anywhere"
            aria-label="What this type can do"
            aria-live="polite"
        >
            <p class="font-medium">"What this type can do"</p>
            <p>{move || ticked.with(describe)}</p>
            {idle}
        </section>
    }
}
