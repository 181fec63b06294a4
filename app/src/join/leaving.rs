//! **Leave**: the dialog that takes the learner out of a group.
use crate::{
    changes::use_own_change,
    learning::{LeaveGroup, preview_leaving},
    ui::{
        ConfirmDialog, DialogButtons, Form, ServerMutation, ServerResource, on_success,
        query_link_untracked, toast, use_query_id,
    },
};
use domain::{groups::RemovalPolicy, ids::GroupId, members::RemovalPreview, numbers::count};
use leptos::prelude::*;

/// Opens with `?leave=<group>`.
#[component]
pub fn LeaveDialog() -> impl IntoView {
    let action = ServerMutation::<LeaveGroup>::new();
    let left = use_own_change();
    on_success(action, move |()| {
        toast("You left the group.");
        left();
    });
    let asked = use_query_id("leave", GroupId);
    let preview = ServerResource::optional(move || asked.get(), preview_leaving);
    let form = move |(preview, policy): (RemovalPreview, RemovalPolicy)| {
        let group = asked.get_untracked().map(|group| group.to_string());
        view! {
            <Form action>
                <input type="hidden" name="group" value=group />
                <p class="wrap-anywhere">{format!("You will leave the group “{}”.", preview.group)}</p>
                <p class="muted text-sm">{consequence(&preview, policy)}</p>
                <DialogButtons return_to=query_link_untracked(&[("leave", None)]) submit="Leave" />
            </Form>
        }
        .into_any()
    };
    view! { <ConfirmDialog title="Leave a group" name="leave" preview form /> }
}

fn consequence(preview: &RemovalPreview, policy: RemovalPolicy) -> String {
    let courses = count(preview.enrolments, "course");
    match (preview.enrolments, policy) {
        (0, _) => "It gave you no courses, so your courses don’t change.".to_owned(),
        (_, RemovalPolicy::KeepAccess) => {
            format!("You keep the {courses} that it gave you, and your progress.")
        }
        (_, RemovalPolicy::WithdrawAccess) => format!(
            "You lose the {courses} that it gave you, except what you also have from elsewhere. Your progress is kept."
        ),
    }
}
