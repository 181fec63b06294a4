//! The page of the link in a sign-up e-mail, where the account is made.
use super::{CompleteSignUp, confirm_page::LinkEnded, find_sign_up, sign_up_page::APPROVAL};
use crate::{
    ui::{PlainForm, ResourceView, ServerResource, Submit, route_param},
    users::UserFields,
};
use domain::settings::{PendingSignUp, SignUpKey, SignUpMode};
use leptos::prelude::*;
use leptos_meta::Title;

#[component]
pub fn NewAccountPage() -> impl IntoView {
    let token = route_param("token");
    let found = ServerResource::new(move || token.get(), find_sign_up);
    view! {
        <Title text="Create an account" />
        <section class="entry-page entry-wide">
            <h1 class="page-title mb-1">"Create an account"</h1>
            <ResourceView
                of=found
                view=move |found| match found {
                    Some(found) if found.sign_up == SignUpMode::Off => {
                        view! {
                            <p class="muted">"Sign-up is closed. Ask an administrator for an account."</p>
                        }
                            .into_any()
                    }
                    Some(found) => view! { <NewAccountForm token=token.get_untracked() found /> }.into_any(),
                    None => view! { <LinkEnded /> }.into_any(),
                }
            />
        </section>
    }
}

#[component]
fn NewAccountForm(token: String, found: PendingSignUp) -> impl IntoView {
    let (joins, ended) = match found.key {
        SignUpKey::None => (None, false),
        SignUpKey::Joins(group) => (Some(group), false),
        SignUpKey::Ended => (None, true),
    };
    let with_key = joins.is_some();
    view! {
        <div class="muted mb-6 grid gap-2 wrap-anywhere">
            <p>"Your e-mail address is " <strong>{found.email}</strong> "."</p>
            {joins
                .map(|group| {
                    view! { <p>"Your new account joins the group " <strong>{group}</strong> "."</p> }
                })}
            {ended
                .then(|| {
                    view! {
                        <p>
                            "Your group key no longer works, so your account joins no group. Ask the person who "
                            "gave it to you for another one."
                        </p>
                    }
                })}
            {(found.sign_up == SignUpMode::Approval).then(|| view! { <p>{APPROVAL}</p> })}
        </div>
        <div class="panel p-6">
            <PlainForm<CompleteSignUp>>
                <input type="hidden" name="token" value=token />
                {with_key.then(|| view! { <input type="hidden" name="with_key" value="true" /> })}
                <UserFields without_email=true />
                <Submit label="Create account" />
            </PlainForm<CompleteSignUp>>
        </div>
    }
}
