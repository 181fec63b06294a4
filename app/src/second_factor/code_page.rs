//! The second step of signing in.
use super::SignInWithCode;
use crate::{
    session::use_me,
    ui::{PlainForm, Submit, TextField, query_text},
};
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::components::Redirect;

#[component]
pub fn SignInCodePage() -> impl IntoView {
    let next = query_text("next").get_untracked();
    let signed_in = use_me().with_untracked(Option::is_some);
    let form = move || {
        view! {
            <PlainForm<SignInWithCode>>
                <input type="hidden" name="next" value=next.clone() />
                <TextField
                    name="code"
                    label="Code"
                    hint="Six digits from your authenticator app, or one of your recovery codes."
                    autocomplete="one-time-code"
                    required=true
                />
                <Submit label="Sign in" />
            </PlainForm<SignInWithCode>>
        }
    };
    view! {
        <Title text="Enter your code" />
        <section class="mx-auto mt-6 w-full max-w-sm sm:mt-16">
            <h1 class="page-title mb-4">"Enter your code"</h1>
            <div class="panel p-6">
                {if signed_in { view! { <Redirect path="/" /> }.into_any() } else { form().into_any() }}
            </div>
            <p class="muted mt-4 text-sm">
                "If you have lost your app and your recovery codes, ask an administrator to reset your second factor. "
                <a class="link" href="/sign-in">
                    "Back to sign in"
                </a>
            </p>
        </section>
    }
}
