//! The nodes of the permission tree: a role, its sections and their permissions.
use super::state::{Tree, field};
use crate::ui::use_form;
use domain::permissions::Permission;
use leptos::{html, prelude::*};

/// A role with its sections. A section named like the role gets no node of its own.
#[component]
pub fn RoleNode(top: &'static str) -> impl IntoView {
    let permissions: Vec<_> = Permission::ALL
        .iter()
        .copied()
        .filter(|permission| permission.top() == top)
        .collect();
    let mut sections: Vec<&str> = permissions
        .iter()
        .map(|permission| permission.section())
        .collect();
    sections.dedup();
    let sections = sections
        .into_iter()
        .map(|section| {
            let own = permissions
                .iter()
                .copied()
                .filter(|permission| permission.section() == section);
            let own: Vec<_> = own.collect();
            if section == top {
                view! { <PermissionList permissions=own /> }.into_any()
            } else {
                view! {
                    <Node label=section permissions=own.clone()>
                        <PermissionList permissions=own />
                    </Node>
                }
                .into_any()
            }
        })
        .collect_view();
    let wide = if permissions.len() > 8 {
        "sm:row-span-3"
    } else {
        ""
    };
    view! {
        <div class=wide>
            <Node label=top permissions>
                {sections}
            </Node>
        </div>
    }
}

/// Selecting a node selects all its visible permissions. A partial selection is indeterminate.
#[component]
fn Node(label: &'static str, permissions: Vec<Permission>, children: Children) -> impl IntoView {
    let tree: Tree = expect_context();
    let permissions = StoredValue::new(permissions);
    let node = NodeRef::<html::Input>::new();
    Effect::new(move || {
        let Some(input) = node.get() else { return };
        let (some, all) = permissions.with_value(|permissions| {
            tree.ticked.with(|ticked| {
                let open = || {
                    permissions
                        .iter()
                        .filter(|permission| !tree.is_locked(**permission))
                };
                let some = permissions
                    .iter()
                    .any(|permission| ticked.contains(permission));
                (
                    some,
                    some && open().all(|permission| ticked.contains(permission)),
                )
            })
        });
        input.set_checked(all);
        input.set_indeterminate(some && !all);
    });
    let tick = move |on: bool| {
        let shown = |permission: &Permission| {
            !tree.is_locked(*permission) && untrack(|| tree.finds(*permission))
        };
        tree.tick(permissions.get_value().into_iter().filter(shown), on);
    };
    let hidden = move || {
        permissions
            .with_value(|permissions| !permissions.iter().any(|permission| tree.finds(*permission)))
    };
    let locked = permissions.with_value(|permissions| {
        permissions
            .iter()
            .all(|permission| tree.is_locked(*permission))
    });
    // Sections of several roles have the same name.
    let first = permissions.with_value(|permissions| permissions.first().map(|one| one.code()));
    let id = format!("{label}-{}", first.unwrap_or_default()).replace(' ', "-");
    let id = use_form().field_id(&id);
    let described_by = id.clone();
    view! {
        <fieldset class="tree-node" hidden=hidden aria-describedby=described_by>
            <legend>
                <label class="tree-line font-medium">
                    <input
                        node_ref=node
                        type="checkbox"
                        class="checkbox checkbox-sm script-only"
                        disabled=locked
                        on:change:target=move |event| tick(event.target().checked())
                    />
                    <span>{label}</span>
                    <Selected id permissions />
                </label>
            </legend>
            {children()}
        </fieldset>
    }
}

/// How many of a node's permissions are selected: a description of its group and not part of its name.
#[component]
fn Selected(id: String, permissions: StoredValue<Vec<Permission>>) -> impl IntoView {
    let tree: Tree = expect_context();
    let selected = move || {
        let ticked = tree.ticked.read();
        permissions.with_value(|permissions| {
            let some = permissions.iter().filter(|one| ticked.contains(*one));
            format!("{} of {}", some.count(), permissions.len())
        })
    };
    view! {
        <span id=id aria-hidden="true" class="script-only muted self-center text-xs font-normal tabular-nums">
            {selected}
        </span>
    }
}

#[component]
fn PermissionList(permissions: Vec<Permission>) -> impl IntoView {
    let permissions = permissions
        .into_iter()
        .map(|permission| view! { <PermissionCheckbox permission /> })
        .collect_view();
    view! { <div class="grid gap-0.5 pl-6">{permissions}</div> }
}

#[component]
fn PermissionCheckbox(permission: Permission) -> impl IntoView {
    let tree: Tree = expect_context();
    let problem = use_form().problem("permissions");
    let node = NodeRef::<html::Input>::new();
    // Boxes that the user changed before the script loaded keep their state.
    Effect::new(move |begun: Option<bool>| {
        let Some(input) = node.get() else {
            return false;
        };
        let on = tree.ticked.with(|ticked| ticked.contains(&permission));
        if input.checked() != on {
            if begun == Some(true) {
                input.set_checked(on);
            } else {
                tree.tick(std::iter::once(permission), input.checked());
            }
        }
        true
    });
    view! {
        <label class="tree-line" hidden=move || !tree.finds(permission)>
            <input
                node_ref=node
                type="checkbox"
                class="checkbox checkbox-sm"
                name=field(permission)
                value="true"
                checked=tree.ticked.with_untracked(|ticked| ticked.contains(&permission))
                disabled=tree.is_locked(permission)
                aria-invalid=move || problem.with(Option::is_some).to_string()
                on:change:target=move |event| tree.tick(std::iter::once(permission), event.target().checked())
            />
            <span>{permission.label()}</span>
        </label>
    }
}
