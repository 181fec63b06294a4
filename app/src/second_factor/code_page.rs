//! The second step of signing in.
use super::{Ceremony, PasskeyButton, SignInWithCode, SignInWithPasskey, get_sign_in_factors};
use crate::{
    session::use_me,
    ui::{PlainForm, ResourceView, ServerResource, Submit, TextField, query_text},
};
use domain::second_factor::SignInFactors;
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::components::Redirect;

#[component]
pub fn SignInCodePage() -> impl IntoView {
    let factors = ServerResource::new(|| (), |()| get_sign_in_factors());
    let signed_in = use_me().with_untracked(Option::is_some);
    view! {
        <Title text="Enter your code" />
        <section class="entry-page">
            <h1 class="page-title mb-4">"Enter your code"</h1>
            <div class="panel p-6">
                {if signed_in {
                    view! { <Redirect path="/" /> }.into_any()
                } else {
                    view! { <ResourceView of=factors view=move |factors| view! { <Factors factors /> } /> }
                        .into_any()
                }}
            </div>
            <p class="muted mt-4 text-sm">
                "If you have lost your app, your passkeys and your recovery codes, ask an administrator to reset them. "
                <a class="link" href="/sign-in">
                    "Back to sign in"
                </a>
            </p>
        </section>
    }
}

#[component]
fn Factors(factors: SignInFactors) -> impl IntoView {
    let next = query_text("next").get_untracked();
    let hint = if factors.app {
        "Six digits from your authenticator app, or one of your recovery codes."
    } else {
        "One of your recovery codes."
    };
    let passkey = factors.passkeys.then(|| {
        let next = next.clone();
        view! {
            <PlainForm<SignInWithPasskey> class="stack mb-5 border-b border-base-300 pb-5">
                <input type="hidden" name="next" value=next />
                <PasskeyButton ceremony=Ceremony::SignIn label="Use a passkey" />
            </PlainForm<SignInWithPasskey>>
        }
    });
    view! {
        {passkey}
        <PlainForm<SignInWithCode>>
            <input type="hidden" name="next" value=next />
            <TextField name="code" label="Code" hint autocomplete="one-time-code" required=true />
            <Submit label="Sign in" />
        </PlainForm<SignInWithCode>>
    }
}
