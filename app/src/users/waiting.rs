//! Those who signed up and are not in yet: **Approve** and **Decline**.
use super::{ApproveUser, DeclineUser, get_user};
use crate::ui::{
    Act, Dialog, ErrorNotice, Form, Submit, follow, query_link, query_link_now, query_text, toast,
};
use domain::{ids::UserId, people::UserDetails};
use leptos::prelude::*;

/// The two answers, on the list and on the user's page.
#[component]
pub fn WaitingAnswers(
    user: UserId,
    name: String,
    /// Counts what was answered.
    answered: RwSignal<u32>,
) -> impl IntoView {
    let action = Act::<ApproveUser>::new();
    let told = name.clone();
    follow(action, move |()| {
        toast(format!("{told} is in."));
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
    let asked = query_text("decline");
    let action = Act::<DeclineUser>::new();
    follow(action, |()| toast("Declined."));
    let user = Resource::new_blocking(
        move || asked.get().parse().ok().map(UserId),
        |asked| async move { Some(get_user(asked?).await) },
    );
    let question = move |details: UserDetails| {
        view! {
            <Form action>
                <input type="hidden" name="user" value=details.id.to_string()/>
                <p class="wrap-anywhere">
                    {format!("The account of {} {} is deleted, with what was typed for it. A mail says so, where a mail server is set.", details.first_name, details.last_name)}
                </p>
                <div class="flex justify-end gap-2">
                    <a class="btn btn-ghost" href=query_link_now(&[("decline", None)])>"Cancel"</a>
                    <Submit label="Decline" class="btn btn-error"/>
                </div>
            </Form>
        }
    };
    let open = Memo::new(move |_| !asked.read().is_empty());
    let dialog = move || {
        view! {
            <Transition>
                {move || Suspend::new(async move {
                    let found = user.await?;
                    Some(view! {
                        <Dialog title="Decline" close=query_link_now(&[("decline", None)])>
                            {match found {
                                Ok((details, _)) => question(details).into_any(),
                                Err(error) => view! { <ErrorNotice error/> }.into_any(),
                            }}
                        </Dialog>
                    })
                })}
            </Transition>
        }
    };
    move || open.get().then(dialog)
}
