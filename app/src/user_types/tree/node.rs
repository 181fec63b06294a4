//! The nodes of the permission tree: a role, its sections and their permissions.
use super::{Tree, field};
use crate::ui::use_form;
use domain::permissions::Permission;
use leptos::{html, prelude::*};

/// A role with its sections. A section named like the role gets no node of its own.
#[component]
pub fn RoleNode(top: &'static str) -> impl IntoView {
    let leaves: Vec<_> = Permission::ALL
        .iter()
        .copied()
        .filter(|leaf| leaf.top() == top)
        .collect();
    let mut sections: Vec<&str> = leaves.iter().map(|leaf| leaf.section()).collect();
    sections.dedup();
    let sections = sections
        .into_iter()
        .map(|section| {
            let own = leaves
                .iter()
                .copied()
                .filter(|leaf| leaf.section() == section);
            let own: Vec<_> = own.collect();
            if section == top {
                view! { <Leaves leaves=own/> }.into_any()
            } else {
                view! { <Node label=section leaves=own.clone()><Leaves leaves=own/></Node> }
                    .into_any()
            }
        })
        .collect_view();
    let wide = if leaves.len() > 8 {
        "sm:row-span-3"
    } else {
        ""
    };
    view! { <div class=wide><Node label=top leaves>{sections}</Node></div> }
}

/// Selecting a node selects all its visible permissions. A partial selection is indeterminate.
#[component]
fn Node(label: &'static str, leaves: Vec<Permission>, children: Children) -> impl IntoView {
    let tree: Tree = expect_context();
    let leaves = StoredValue::new(leaves);
    let node = NodeRef::<html::Input>::new();
    Effect::new(move || {
        let Some(input) = node.get() else { return };
        let (some, all) = leaves.with_value(|leaves| {
            tree.ticked.with(|ticked| {
                let open = || leaves.iter().filter(|leaf| !tree.is_locked(**leaf));
                let some = leaves.iter().any(|leaf| ticked.contains(leaf));
                (some, some && open().all(|leaf| ticked.contains(leaf)))
            })
        });
        input.set_checked(all);
        input.set_indeterminate(some && !all);
    });
    let tick = move |on: bool| {
        let shown = |leaf: &Permission| !tree.is_locked(*leaf) && untrack(|| tree.finds(*leaf));
        tree.tick(leaves.get_value().into_iter().filter(shown), on);
    };
    let hidden = move || leaves.with_value(|leaves| !leaves.iter().any(|leaf| tree.finds(*leaf)));
    let locked = leaves.with_value(|leaves| leaves.iter().all(|leaf| tree.is_locked(*leaf)));
    view! {
        <fieldset class="tree-node" hidden=hidden>
            <legend>
                <label class="tree-line font-medium">
                    <input node_ref=node type="checkbox" class="checkbox checkbox-sm script-only" disabled=locked
                        on:change:target=move |event| tick(event.target().checked())/>
                    <span>{label}</span>
                </label>
            </legend>
            {children()}
        </fieldset>
    }
}

#[component]
fn Leaves(leaves: Vec<Permission>) -> impl IntoView {
    let leaves = leaves
        .into_iter()
        .map(|leaf| view! { <Leaf leaf/> })
        .collect_view();
    view! { <div class="grid gap-0.5 pl-6">{leaves}</div> }
}

#[component]
fn Leaf(leaf: Permission) -> impl IntoView {
    let tree: Tree = expect_context();
    let problem = use_form().problem("permissions");
    let node = NodeRef::<html::Input>::new();
    // Boxes that the user changed before the script loaded keep their state.
    Effect::new(move |begun: Option<bool>| {
        let Some(input) = node.get() else {
            return false;
        };
        let on = tree.ticked.with(|ticked| ticked.contains(&leaf));
        if input.checked() != on {
            if begun == Some(true) {
                input.set_checked(on);
            } else {
                tree.tick(std::iter::once(leaf), input.checked());
            }
        }
        true
    });
    view! {
        <label class="tree-line" hidden=move || !tree.finds(leaf)>
            <input
                node_ref=node
                type="checkbox"
                class="checkbox checkbox-sm"
                name=field(leaf)
                value="true"
                checked=tree.ticked.with_untracked(|ticked| ticked.contains(&leaf))
                disabled=tree.is_locked(leaf)
                aria-invalid=move || problem.with(Option::is_some).to_string()
                on:change:target=move |event| tree.tick(std::iter::once(leaf), event.target().checked())
            />
            <span>{leaf.label()}</span>
        </label>
    }
}
