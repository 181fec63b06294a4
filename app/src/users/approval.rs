//! **Approve** and **Decline** for users who signed up.
use super::{ApproveUser, DeclineUser, get_user};
use crate::ui::{
    ConfirmDialog, DialogButtons, Form, ServerMutation, ServerResource, Submit, on_success,
    query_link, query_link_untracked, toast, use_query_id,
};
use domain::{ids::UserId, users::UserDetails};
use leptos::prelude::*;

/// The two buttons, on the list and on the user's page.
#[component]
pub fn ApprovalButtons(
    user: UserId,
    name: String,
    /// Incremented after each approval.
    answered: RwSignal<u32>,
) -> impl IntoView {
    let action = ServerMutation::<ApproveUser>::new();
    let told = name.clone();
    on_success(action, move |()| {
        toast(format!("{told} approved."));
        answered.update(|times| *times += 1);
    });
    let decline = move || query_link(&[("decline", Some(user.to_string()))]);
    view! {
        <div class="relative flex flex-wrap items-center gap-2">
            <Form action id=format!("approve-{user}") class="contents">
                <input type="hidden" name="user" value=user.to_string() />
                <Submit label="Approve" class="btn btn-sm btn-primary" />
            </Form>
            <a class="btn btn-sm" href=decline aria-label=format!("Decline {name}")>
                "Decline"
            </a>
        </div>
    }
}

/// Opens with `?decline=<user>`.
#[component]
pub fn DeclineDialog() -> impl IntoView {
    let action = ServerMutation::<DeclineUser>::new();
    on_success(action, |()| toast("Declined."));
    let asked = use_query_id("decline", UserId);
    let preview = ServerResource::optional(move || asked.get(), get_user);
    let form = move |(user, _): (UserDetails, _)| {
        view! {
            <Form action>
                <input type="hidden" name="user" value=user.id.to_string() />
                <p class="wrap-anywhere">
                    {format!(
                        "This deletes {}’s account and what they entered. They get an e-mail if a mail server is \
                         set up.",
                        user.full_name(),
                    )}
                </p>
                <DialogButtons return_to=query_link_untracked(&[("decline", None)]) submit="Decline" />
            </Form>
        }
        .into_any()
    };
    view! { <ConfirmDialog title="Decline" name="decline" preview form /> }
}
