//! The question before a branch is deleted.
use super::{DeleteBranch, get_branch};
use crate::ui::{
    ConfirmDialog, DialogButtons, Form, ServerMutation, ServerResource, on_success,
    query_link_untracked, toast, use_query_id,
};
use domain::{branches::BranchDetails, ids::BranchId, mass_actions::count};
use leptos::prelude::*;

/// Opens with `?delete=<branch>` on the Info tab.
#[component]
pub fn DeleteBranchDialog() -> impl IntoView {
    let action = ServerMutation::<DeleteBranch>::new();
    on_success(action, |()| {
        toast("The branch is deleted. What was in it is the whole portal’s.")
    });
    let asked = use_query_id("delete", BranchId);
    let preview = ServerResource::optional(move || asked.get(), get_branch);
    let form = move |BranchDetails { row, .. }: BranchDetails| {
        view! {
            <Form action>
                <input type="hidden" name="branch" value=row.id.to_string()/>
                <p class="wrap-anywhere">{format!("“{}” is deleted for good. Of the whole portal are from then on:", row.name)}</p>
                <ul class="list-disc pl-5 text-sm">
                    <li>{count(row.users, "user")}</li>
                    <li>{count(row.groups, "group")} "; one whose name is taken there gets another"</li>
                    <li>"the courses that were added in it"</li>
                </ul>
                <p class="muted text-sm">"Nobody loses a group, a course or progress. As long as somebody in it has rights of an administrator, it cannot be deleted: they would reach the whole portal."</p>
                <DialogButtons back=query_link_untracked(&[("delete", None)]) submit="Delete branch"/>
            </Form>
        }
        .into_any()
    };
    view! { <ConfirmDialog title="Delete a branch" name="delete" preview form/> }
}
