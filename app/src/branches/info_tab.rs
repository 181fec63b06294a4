//! The Info tab of a branch: its name, its default group, and links to its users and groups.
use super::{
    RenameBranch, SetBranchDefaultGroup,
    appearance::AppearancePanel,
    deletion::DeleteBranchDialog,
    editor::{BranchContext, use_branch},
};
use crate::{
    session::use_may,
    settings::DefaultGroupPanel,
    ui::{
        EditableFields, Form, Icon, ServerMutation, Svg, TextField, VersionField, on_success,
        query_link, toast,
    },
};
use domain::{
    branches::{BranchDetails, some_of},
    numbers::count,
    policy::Action,
};
use leptos::prelude::*;

#[component]
pub fn BranchInfoTab() -> impl IntoView {
    let context = use_branch();
    view! {
        <div class="with-aside">
            <div class="grid gap-6">
                <section class="panel p-6" aria-label="Info">
                    <InfoForm context />
                </section>
                {move || view! { <DefaultGroup branch=context.details.get() /> }}
                <AppearancePanel />
            </div>
            <BranchActions />
        </div>
        <DeleteBranchDialog />
    }
}

#[component]
fn InfoForm(context: BranchContext) -> impl IntoView {
    let action = ServerMutation::<RenameBranch>::new();
    let BranchDetails { row, version, .. } = context.details.get_untracked();
    let version = RwSignal::new(version);
    on_success(action, move |saved| {
        version.set(saved);
        toast("Saved.");
        context.refetch();
    });
    view! {
        <Form action>
            <EditableFields by=Action::EditBranches>
                <input type="hidden" name="branch" value=row.id.to_string() />
                <VersionField version />
                <TextField name="name" label="Name" value=row.name required=true />
            </EditableFields>
        </Form>
    }
}

#[component]
fn DefaultGroup(branch: BranchDetails) -> impl IntoView {
    let context = use_branch();
    let action = ServerMutation::<SetBranchDefaultGroup>::new();
    on_success(action, move |()| {
        toast("Saved.");
        context.refetch();
    });
    let BranchDetails {
        row,
        default_group,
        skipped,
        ..
    } = branch;
    let courses = format!("/branches/{}/courses", row.id);
    let skips = (!skipped.is_empty()).then(|| {
        let number = i64::try_from(skipped.len()).unwrap_or(i64::MAX);
        view! {
            <p class="notice" role="note">
                <Svg icon=Icon::Info class="mt-0.5 size-4" />
                <span class="wrap-anywhere">
                    {count(number, "course")} " of this group "
                    {if number == 1 { "isn’t" } else { "aren’t" }} " available in the branch: "
                    {some_of(&skipped)} ". " <a class="link" href=courses>
                        "Branch courses"
                    </a>
                </span>
            </p>
        }
    });
    view! {
        <DefaultGroupPanel
            of=Some(row.id)
            by=Action::EditBranches
            group=default_group
            action=action.into()
            what="New users of the branch join this group and get those of its courses that the branch has. They \
            also join the portal’s default group. Existing users don’t change."
        >
            {skips}
        </DefaultGroupPanel>
    }
}

/// Links to the branch's users and groups, and the button that deletes the branch.
#[component]
fn BranchActions() -> impl IntoView {
    let context = use_branch();
    let id = context.id;
    let may = use_may(Action::EditBranches);
    let (sees_users, sees_groups) = (use_may(Action::ListUsers), use_may(Action::ListGroups));
    let ask = move || query_link(&[("delete", Some(id.get().to_string()))]);
    let numbers = move || {
        let branch = context.details.read();
        let (users, groups) = (branch.row.users, branch.row.groups);
        (count(users, "user"), count(groups, "group"))
    };
    view! {
        <aside class="panel grid gap-4 p-6" aria-label="Branch actions">
            {move || {
                sees_users
                    .get()
                    .then(|| {
                        view! {
                            <p class="text-sm">
                                <a class="link" href=move || format!("/users?branch={}", id.get())>
                                    {move || numbers().0}
                                </a>
                                " in this branch"
                            </p>
                        }
                    })
            }}
            {move || {
                sees_groups
                    .get()
                    .then(|| {
                        view! {
                            <p class="text-sm">
                                <a class="link" href=move || format!("/groups?branch={}", id.get())>
                                    {move || numbers().1}
                                </a>
                                " in this branch"
                            </p>
                        }
                    })
            }}
            <p class="muted text-sm">
                "Move existing users and groups on their Info tabs. A branch administrator is a user of the \
                 branch with an administrator type."
            </p>
            {move || {
                may.get()
                    .then(|| {
                        view! {
                            <div class="grid gap-2 border-t border-base-300 pt-4">
                                <p class="text-sm">
                                    "When you delete a branch, its users and groups move to the main portal."
                                </p>
                                <div>
                                    <a class="btn btn-sm btn-error btn-soft" href=ask>
                                        <Svg icon=Icon::Trash />
                                        "Delete branch"
                                    </a>
                                </div>
                            </div>
                        }
                    })
            }}
        </aside>
    }
}
