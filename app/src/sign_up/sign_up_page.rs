use super::{SignUp, get_sign_up_offer};
use crate::{
    session::use_me,
    ui::{
        Disclosure, PlainForm, ResourceView, ServerResource, Submit, TextField, query_text,
        use_form,
    },
    users::UserFields,
};
use domain::settings::{SignUpMode, SignUpOptions};
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::components::Redirect;

#[component]
pub fn SignUpPage() -> impl IntoView {
    let options = ServerResource::new(|| (), |()| get_sign_up_offer());
    let signed_in = use_me().with_untracked(Option::is_some);
    let done = query_text("done");
    view! {
        <Title text="Create an account" />
        {signed_in.then(|| view! { <Redirect path="/" /> })}
        <section class="entry-page entry-wide">
            <h1 class="page-title mb-1">"Create an account"</h1>
            <ResourceView
                of=options
                view=move |options| match done.get_untracked().as_str() {
                    "waiting" | "mailed" | "confirmed" => {
                        view! { <SignUpDone what=done.get_untracked() /> }.into_any()
                    }
                    _ if options.sign_up == SignUpMode::Off => view! { <SignUpClosed /> }.into_any(),
                    _ if options.mails => view! { <AddressForm options /> }.into_any(),
                    _ => view! { <SignUpForm options /> }.into_any(),
                }
            />
        </section>
    }
}

#[component]
fn SignUpClosed() -> impl IntoView {
    view! {
        <p class="muted">
            "Sign-up is closed. Ask an administrator for an account. " <a class="link" href="/sign-in">
                "Sign in"
            </a>
        </p>
    }
}

/// The outcome of signing up. If e-mails are sent it never reveals whether the account already
/// existed.
#[component]
fn SignUpDone(what: String) -> impl IntoView {
    let sentence = match what.as_str() {
        "mailed" => "Check your e-mail to continue. The link works for 24 hours.",
        "confirmed" => "Your e-mail address is confirmed. You can sign in now.",
        _ => "Thank you. An administrator has to approve your account before you can sign in.",
    };
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

/// Said of accounts that wait for an administrator.
pub(super) const APPROVAL: &str = "An administrator approves your account before you can sign in.";

/// The first step where e-mails are sent.
#[component]
fn AddressForm(options: SignUpOptions) -> impl IntoView {
    let next = query_text("next").get_untracked();
    view! {
        <p class="muted mb-6">
            "We’ll e-mail you a link. Open it to choose your name, login and password."
        </p>
        <div class="panel p-6">
            <PlainForm<SignUp>>
                <input type="hidden" name="next" value=next />
                <TextField name="email" label="E-mail" kind="email" required=true autocomplete="email" />
                {options.by_key.then(|| view! { <KeyField /> })}
                <Submit label="Send link" />
            </PlainForm<SignUp>>
        </div>
        <p class="muted mt-4 text-sm">
            "Have an account? " <a class="link" href="/sign-in">
                "Sign in"
            </a>
        </p>
    }
}

#[component]
fn SignUpForm(options: SignUpOptions) -> impl IntoView {
    let next = query_text("next").get_untracked();
    let how = match options.sign_up {
        SignUpMode::Approval => APPROVAL,
        _ => "You can start right away.",
    };
    view! {
        <p class="muted mb-6">{how}</p>
        <div class="panel p-6">
            <PlainForm<SignUp>>
                <input type="hidden" name="next" value=next />
                <UserFields />
                {options.by_key.then(|| view! { <KeyField /> })}
                <Submit label="Create account" />
            </PlainForm<SignUp>>
        </div>
        <p class="muted mt-4 text-sm">
            "Already have an account? " <a class="link" href="/sign-in">
                "Sign in"
            </a>
        </p>
    }
}

/// Joining a group while signing up. Open if the link has a key or the key was refused.
#[component]
fn KeyField() -> impl IntoView {
    let form = use_form();
    let problem = form.problem("key");
    let key = query_text("key").get_untracked();
    let typed = !form.typed("key", key.clone()).is_empty();
    let open = Signal::derive(move || typed || problem.with(Option::is_some));
    view! {
        <Disclosure
            class="rounded-box border border-base-300 p-4"
            open
            summary="Have a group key?".into_any()
        >
            <div class="mt-4">
                <TextField
                    name="key"
                    label="Group key"
                    value=key
                    autocomplete="off"
                    hint="Your new account joins the key’s group."
                />
            </div>
        </Disclosure>
    }
}
