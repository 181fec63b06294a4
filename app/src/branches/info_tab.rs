//! What the branch is called, which group its new users join, and the way to what is in it.
use super::{
    RenameBranch, SetBranchDefaultGroup,
    deletion::DeleteBranchDialog,
    editor::{BranchContext, use_branch},
};
use crate::{
    session::use_may,
    settings::DefaultGroupPanel,
    ui::{
        EditableFields, Form, Icon, ServerMutation, Svg, TextField, on_success, query_link, toast,
    },
};
use domain::{
    branches::{BranchDetails, some_of},
    mass_actions::count,
    policy::Action,
};
use leptos::prelude::*;

#[component]
pub fn BranchInfoTab() -> impl IntoView {
    let context = use_branch();
    view! {
        <div class="grid items-start gap-6 lg:grid-cols-[minmax(0,2fr)_minmax(0,1fr)]">
            <div class="grid gap-6">
                <section class="panel p-6" aria-label="Info"><InfoForm context/></section>
                {move || view! { <DefaultGroup branch=context.details.get()/> }}
            </div>
            <BranchActions/>
        </div>
        <DeleteBranchDialog/>
    }
}

#[component]
fn InfoForm(context: BranchContext) -> impl IntoView {
    let action = ServerMutation::<RenameBranch>::new();
    on_success(action, move |()| {
        toast("Saved.");
        context.refetch();
    });
    let row = context.details.get_untracked().row;
    view! {
        <Form action>
            <EditableFields by=Action::EditBranches>
                <input type="hidden" name="branch" value=row.id.to_string()/>
                <TextField name="name" label="Name" value=row.name required=true/>
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
    } = branch;
    let courses = format!("/branches/{}/courses", row.id);
    let skips = (!skipped.is_empty()).then(|| {
        let number = i64::try_from(skipped.len()).unwrap_or(i64::MAX);
        view! {
            <p class="notice" role="note">
                <Svg icon=Icon::Info class="mt-0.5 size-4"/>
                <span class="wrap-anywhere">
                    {count(number, "course")} " of the group " {if number == 1 { "is" } else { "are" }}
                    " skipped, as the branch does not have " {if number == 1 { "it" } else { "them" }} ": "
                    {some_of(&skipped)} ". " <a class="link" href=courses>"Courses of the branch"</a>
                </span>
            </p>
        }
    });
    view! {
        <DefaultGroupPanel of=Some(row.id) by=Action::EditBranches group=default_group action=action.into()
            what="Whoever is added to the branch joins it and is enrolled in those of its courses that the branch has. The portal’s default group comes on top. Those who are there already stay as they are.">
            {skips}
        </DefaultGroupPanel>
    }
}

/// The way to what is in the branch, and out of it.
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
        <aside class="panel grid gap-4 p-6" aria-label="The whole branch">
            {move || sees_users.get().then(|| view! { <p class="text-sm"><a class="link" href=move || format!("/users?branch={}", id.get())>{move || numbers().0}</a> " of the branch"</p> })}
            {move || sees_groups.get().then(|| view! { <p class="text-sm"><a class="link" href=move || format!("/groups?branch={}", id.get())>{move || numbers().1}</a> " of the branch"</p> })}
            <p class="muted text-sm">"Users and groups that are there already are moved on their Info tabs. An administrator of the branch is a user of it whose type has rights of an administrator."</p>
            {move || may.get().then(|| view! {
                <div class="grid gap-2 border-t border-base-300 pt-4">
                    <p class="text-sm">"What is in a deleted branch is the whole portal’s."</p>
                    <div><a class="btn btn-sm btn-error btn-soft" href=ask><Svg icon=Icon::Trash/>"Delete branch"</a></div>
                </div>
            })}
        </aside>
    }
}
