//! **Approve** and **Decline** for users who signed up.
use super::{ApproveUser, DeclineUser, get_user};
use crate::ui::{
    Act, Answer, Asking, DialogButtons, Form, Submit, asked, follow, query_link, query_link_now,
    toast,
};
use domain::{ids::UserId, people::UserDetails};
use leptos::prelude::*;

/// The two buttons, on the list and on the user's page.
#[component]
pub fn WaitingAnswers(
    user: UserId,
    name: String,
    /// Incremented after each approval.
    answered: RwSignal<u32>,
) -> impl IntoView {
    let action = Act::<ApproveUser>::new();
    let told = name.clone();
    follow(action, move |()| {
        toast(format!("{told} approved."));
        answered.update(|times| *times += 1);
    });
    let decline = move || query_link(&[("decline", Some(user.to_string()))]);
    view! {
        <div class="relative flex flex-wrap items-center gap-2">
            <Form action id=format!("approve-{user}") class="contents">
                <input type="hidden" name="user" value=user.to_string()/>
                <Submit label="Approve" class="btn btn-sm btn-primary"/>
            </Form>
            <a class="btn btn-sm" href=decline aria-label=format!("Decline {name}")>"Decline"</a>
        </div>
    }
}

/// Opens with `?decline=<user>`.
#[component]
pub fn DeclineDialog() -> impl IntoView {
    let action = Act::<DeclineUser>::new();
    follow(action, |()| toast("Declined."));
    let asked = asked("decline", UserId);
    let preview = Answer::about(move || asked.get(), get_user);
    let form = move |(user, _): (UserDetails, _)| {
        view! {
            <Form action>
                <input type="hidden" name="user" value=user.id.to_string()/>
                <p class="wrap-anywhere">
                    {format!("This deletes {}’s account and what they entered. They get an e-mail if a mail server is set up.", user.full_name())}
                </p>
                <DialogButtons back=query_link_now(&[("decline", None)]) submit="Decline"/>
            </Form>
        }
        .into_any()
    };
    view! { <Asking title="Decline" name="decline" preview form/> }
}
