//! **Reset second factor**: for a user who has lost it.
use super::editor::use_user;
use crate::{
    second_factor::ResetSecondFactor,
    ui::{Form, ServerMutation, Submit, on_success, toast},
};
use domain::ids::UserId;
use leptos::prelude::*;

#[component]
pub fn ResetSecondFactorForm(user: UserId) -> impl IntoView {
    let context = use_user();
    let action = ServerMutation::<ResetSecondFactor>::new();
    on_success(action, move |()| {
        toast("Second factor reset.");
        context.refetch();
    });
    view! {
        <Form action id="reset-second-factor" class="grid gap-3 border-t border-base-300 pt-4">
            <input type="hidden" name="user" value=user.to_string() />
            <p class="text-sm">
                "If this user has lost their app and their recovery codes, reset the second factor. First make sure "
                "that it’s really them who asks."
            </p>
            <div>
                <Submit label="Reset second factor" class="btn btn-sm" />
            </div>
        </Form>
    }
}
