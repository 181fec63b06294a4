//! The dialog before a user is deleted.
use super::{DeleteUser, preview_user_deletion};
use crate::ui::{Act, Answer, Asking, DialogButtons, Form, asked, follow, query_link_now, toast};
use domain::{ids::UserId, mass_actions::count, people::UserDeletion};
use leptos::prelude::*;

/// Opens with `?delete=<user>` on the Info tab.
#[component]
pub fn DeleteUserDialog() -> impl IntoView {
    let action = Act::<DeleteUser>::new();
    follow(action, |()| toast("User deleted."));
    let asked = asked("delete", UserId);
    let preview = Answer::about(move || asked.get(), preview_user_deletion);
    let form = move |about: UserDeletion| {
        let user = asked.get_untracked().map(|user| user.to_string());
        view! {
            <Form action>
                <input type="hidden" name="user" value=user/>
                <p class="wrap-anywhere">{format!("{} will be deleted permanently, together with:", about.name)}</p>
                <ul class="list-disc pl-5 text-sm">
                    <li>{count(about.groups, "membership")}</li>
                    <li>"the enrolments in " {count(about.courses, "course")}</li>
                    <li>"the progress in " {count(about.begun, "course")}</li>
                </ul>
                <p class="muted text-sm">"The activity log keeps the name. If the user may come back, deactivate them instead."</p>
                <DialogButtons back=query_link_now(&[("delete", None)]) submit="Delete user"/>
            </Form>
        }
        .into_any()
    };
    view! { <Asking title="Delete a user" name="delete" preview form/> }
}
