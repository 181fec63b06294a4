use super::{ConfirmSignUp, check_confirmation};
use crate::ui::{PlainForm, ResourceView, ServerResource, Submit, route_param};
use leptos::prelude::*;
use leptos_meta::Title;

/// The page of the confirmation link in a sign-up e-mail.
#[component]
pub fn ConfirmPage() -> impl IntoView {
    let token = route_param("token");
    let known = ServerResource::new(move || token.get(), check_confirmation);
    view! {
        <Title text="Confirm your e-mail address" />
        <section class="entry-page entry-wide">
            <h1 class="page-title mb-4">"Confirm your e-mail address"</h1>
            <ResourceView
                of=known
                view=move |known| {
                    if known {
                        view! { <ConfirmAddress token=token.get_untracked() /> }.into_any()
                    } else {
                        view! { <LinkEnded /> }.into_any()
                    }
                }
            />
        </section>
    }
}

/// Instead of the form, once the link of a sign-up no longer works.
#[component]
pub fn LinkEnded() -> impl IntoView {
    view! {
        <p class="muted">
            "This link was already used or has expired. " <a class="link" href="/sign-in">
                "Sign in"
            </a> ", or " <a class="link" href="/sign-up">
                "sign up again"
            </a> "."
        </p>
    }
}

#[component]
fn ConfirmAddress(token: String) -> impl IntoView {
    view! {
        <div class="panel p-6">
            <PlainForm<ConfirmSignUp>>
                <input type="hidden" name="token" value=token />
                <p>"Someone signed up with your e-mail address. If that was you, confirm it."</p>
                <div>
                    <Submit label="Confirm" />
                </div>
            </PlainForm<ConfirmSignUp>>
        </div>
    }
}
