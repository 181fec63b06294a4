use super::{RequestPasswordReset, get_sign_up_offer};
use crate::ui::{PlainForm, ResourceView, ServerResource, Submit, TextField, query_text};
use leptos::prelude::*;
use leptos_meta::Title;

#[component]
pub fn ForgottenPasswordPage() -> impl IntoView {
    let options = ServerResource::new(|| (), |()| get_sign_up_offer());
    let done = query_text("done");
    view! {
        <Title text="Forgotten password" />
        <section class="entry-page">
            <h1 class="page-title mb-1">"Forgotten password"</h1>
            <ResourceView
                of=options
                view=move |options| match done.get_untracked().as_str() {
                    "mailed" => {
                        view! {
                            <SuccessMessage sentence="If the account exists, we’ve sent an e-mail to its address. \
                            The link works once, for one hour." />
                        }
                            .into_any()
                    }
                    "changed" => {
                        view! { <SuccessMessage sentence="Password changed. Sign in with the new one." /> }
                            .into_any()
                    }
                    _ if !options.mails => {
                        view! {
                            <SuccessMessage sentence="This portal can’t send e-mails yet. Ask an administrator to \
                            reset your password." />
                        }
                            .into_any()
                    }
                    _ => view! { <RequestResetForm /> }.into_any(),
                }
            />
        </section>
    }
}

#[component]
fn SuccessMessage(sentence: &'static str) -> impl IntoView {
    view! {
        <div class="panel mt-4 grid gap-4 p-6">
            <p role="status">{sentence}</p>
            <p>
                <a class="btn" href="/sign-in">
                    "Sign in"
                </a>
            </p>
        </div>
    }
}

#[component]
fn RequestResetForm() -> impl IntoView {
    view! {
        <p class="muted mb-6">"We’ll e-mail you a link to choose a new password."</p>
        <div class="panel p-6">
            <PlainForm<RequestPasswordReset>>
                <TextField name="login" label="Login or e-mail" autocomplete="username" required=true />
                <Submit label="Send link" />
            </PlainForm<RequestPasswordReset>>
        </div>
        <p class="muted mt-4 text-sm">
            <a class="link" href="/sign-in">
                "Sign in"
            </a>
        </p>
    }
}
