//! The dialog that deletes a branch.
use super::{DeleteBranch, get_branch};
use crate::ui::{
    ConfirmDialog, DialogButtons, Form, ServerMutation, ServerResource, on_success,
    query_link_untracked, toast, use_query_id,
};
use domain::{branches::BranchDetails, ids::BranchId, numbers::count};
use leptos::prelude::*;

/// Opens with `?delete=<branch>` on the Info tab.
#[component]
pub fn DeleteBranchDialog() -> impl IntoView {
    let action = ServerMutation::<DeleteBranch>::new();
    on_success(action, |()| {
        toast("Branch deleted. Its users, groups and courses moved to the main portal.")
    });
    let asked = use_query_id("delete", BranchId);
    let preview = ServerResource::optional(move || asked.get(), get_branch);
    let form = move |BranchDetails { row, .. }: BranchDetails| {
        view! {
            <Form action>
                <input type="hidden" name="branch" value=row.id.to_string() />
                <p class="wrap-anywhere">
                    {format!(
                        "“{}” will be deleted permanently. These move to the main portal:",
                        row.name,
                    )}
                </p>
                <ul class="list-disc pl-5 text-sm">
                    <li>{count(row.users, "user")}</li>
                    <li>{count(row.groups, "group")} " (renamed where the name is taken)"</li>
                    <li>"courses created in it"</li>
                </ul>
                <p class="muted text-sm">
                    "No one loses a group, course or progress. A branch that still has an administrator can’t be \
                     deleted: they would manage the whole portal."
                </p>
                <DialogButtons return_to=query_link_untracked(&[("delete", None)]) submit="Delete branch" />
            </Form>
        }
        .into_any()
    };
    view! { <ConfirmDialog title="Delete a branch" name="delete" preview form /> }
}
