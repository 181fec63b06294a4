use super::{SignIn, use_me};
use crate::{
    settings::AskContact,
    sign_up::SignUpLink,
    ui::{PasswordField, PlainForm, Submit, TextField},
};
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::{components::Redirect, hooks::use_query_map};

#[component]
pub fn SignInPage() -> impl IntoView {
    let next = use_query_map()
        .with_untracked(|query| query.get("next"))
        .unwrap_or_default();
    let after_sign_up = next.clone();
    let form = move || {
        view! {
            <PlainForm<SignIn>>
                <input type="hidden" name="next" value=next.clone() />
                <TextField name="login" label="Login or e-mail" autocomplete="username" required=true />
                <PasswordField name="password" label="Password" autocomplete="current-password" />
                <Submit label="Sign in" />
            </PlainForm<SignIn>>
        }
    };
    let signed_in = use_me().with_untracked(Option::is_some);
    view! {
        <Title text="Sign in" />
        <section class="entry-page">
            <h1 class="page-title mb-1">"Sign in"</h1>
            <p class="muted mb-6">"Welcome back. Your courses and groups are where you left them."</p>
            <div class="panel p-6">
                {if signed_in { view! { <Redirect path="/" /> }.into_any() } else { form().into_any() }}
            </div>
            <p class="mt-4 flex flex-wrap justify-between gap-x-6 gap-y-2 text-sm">
                <a class="link" href="/forgotten-password">
                    "Forgot your password?"
                </a>
                <SignUpLink next=after_sign_up />
            </p>
            <div class="mt-4">
                <AskContact />
            </div>
        </section>
    }
}
