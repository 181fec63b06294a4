//! The dialog that asks which type the users of a deleted type move to.
use super::{DeleteUserType, preview_user_type_deletion};
use crate::ui::{
    ConfirmDialog, DialogButtons, Form, SelectField, ServerMutation, ServerResource, on_success,
    query_link_untracked, toast, use_query_id,
};
use domain::{ids::UserTypeId, numbers::count, user_types::UserTypeDetails, users::UserTypeOption};
use leptos::prelude::*;

/// Opens with `?delete=<user type>`.
#[component]
pub fn DeleteUserTypeDialog() -> impl IntoView {
    let action = ServerMutation::<DeleteUserType>::new();
    on_success(action, |()| toast("User type deleted."));
    let asked = use_query_id("delete", UserTypeId);
    let preview = ServerResource::optional(move || asked.get(), preview_user_type_deletion);
    let form = move |(kind, types): (UserTypeDetails, Vec<UserTypeOption>)| {
        view! {
            <Form action>
                <input type="hidden" name="user_type" value=kind.id.to_string() />
                <Question kind types />
                <DialogButtons
                    return_to=query_link_untracked(&[("delete", None)])
                    submit="Delete user type"
                />
            </Form>
        }
        .into_any()
    };
    view! { <ConfirmDialog title="Delete a user type" name="delete" preview form /> }
}

#[component]
fn Question(kind: UserTypeDetails, types: Vec<UserTypeOption>) -> impl IntoView {
    let name = format!("“{}” will be deleted permanently.", kind.name);
    if kind.users == 0 {
        return view! {
            <p class="wrap-anywhere">{name}</p>
            <p class="muted text-sm">"No users have this type."</p>
        }
        .into_any();
    }
    let options = std::iter::once((String::new(), "Choose a user type".to_owned()))
        .chain(types.into_iter().map(|one| (one.id.to_string(), one.name)))
        .collect();
    view! {
        <p class="wrap-anywhere">
            {name} " " {count(kind.users, "user")}
            " of this type will get another type, with its permissions."
        </p>
        <SelectField name="move_to" label="Its users move to" options required=true />
    }
    .into_any()
}
