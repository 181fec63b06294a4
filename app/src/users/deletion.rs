//! The dialog before a user is deleted.
use super::{DeleteUser, preview_user_deletion};
use crate::ui::{
    ConfirmDialog, DialogButtons, Form, ServerMutation, ServerResource, on_success,
    query_link_untracked, toast, use_query_id,
};
use domain::{
    ids::{OrderId, UserId},
    numbers::count,
    orders::number,
    users::UserDeletion,
};
use leptos::prelude::*;

/// Opens with `?delete=<user>` on the Info tab.
#[component]
pub fn DeleteUserDialog() -> impl IntoView {
    let action = ServerMutation::<DeleteUser>::new();
    on_success(action, |()| toast("User deleted."));
    let asked = use_query_id("delete", UserId);
    let preview = ServerResource::optional(move || asked.get(), preview_user_deletion);
    let form = move |about: UserDeletion| {
        let user = asked.get_untracked().map(|user| user.to_string());
        view! {
            <Form action>
                <input type="hidden" name="user" value=user />
                <p class="wrap-anywhere">
                    {format!("{} will be deleted permanently, together with:", about.name)}
                </p>
                <ul class="list-disc pl-5 text-sm">
                    <li>{count(about.groups, "membership")}</li>
                    <li>"the enrolments in " {count(about.courses, "course")}</li>
                    <li>"the progress in " {count(about.begun, "course")}</li>
                </ul>
                <WaitingOrders orders=about.waiting />
                <p class="muted text-sm">
                    "The activity log keeps the name. If the user may come back, deactivate them instead."
                </p>
                <DialogButtons return_to=query_link_untracked(&[("delete", None)]) submit="Delete user" />
            </Form>
        }
        .into_any()
    };
    view! { <ConfirmDialog title="Delete a user" name="delete" preview form /> }
}

/// The orders that lose their buyer: who looks after orders may want to settle them first.
#[component]
fn WaitingOrders(orders: Vec<OrderId>) -> impl IntoView {
    if orders.is_empty() {
        return ().into_any();
    }
    let links = orders
        .into_iter()
        .map(|order| {
            view! {
                <a class="link" href=format!("/orders/{order}")>
                    {number(order)}
                </a>
                " "
            }
        })
        .collect_view();
    view! {
        <p class="notice">
            <span>
                "Waiting for payment: " {links}
                "If they are paid, no one gets the courses. Cancel them first, or wait for the payment."
            </span>
        </p>
    }
    .into_any()
}
