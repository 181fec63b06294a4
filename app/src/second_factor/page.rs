//! The page on which users set up and turn off their second factor.
use super::{
    BeginSecondFactor, HideRecoveryCodes, TurnOffSecondFactor, get_second_factor,
    setting_up::ConfirmSetUp,
};
use crate::ui::{
    LocalTime, PasswordField, PlainForm, RequirePermission, ResourceView, ServerResource, Submit,
};
use domain::{
    numbers::count,
    policy::Action,
    second_factor::{SecondFactorState, SecondFactorView},
    time::Timestamp,
};
use leptos::prelude::*;
use leptos_meta::Title;

#[component]
pub fn SecondFactorPage() -> impl IntoView {
    view! {
        <Title text="Second factor" />
        <RequirePermission action=Action::SecureAccount>
            <SecondFactor />
        </RequirePermission>
    }
}

#[component]
fn SecondFactor() -> impl IntoView {
    let found = ServerResource::new(|| (), |()| get_second_factor());
    view! {
        <div class="mx-auto max-w-lg">
            <h1 class="page-title mb-4">"Second factor"</h1>
            <ResourceView of=found view=move |found| view! { <Content found /> } />
        </div>
    }
}

#[component]
fn Content(found: SecondFactorView) -> impl IntoView {
    let SecondFactorView { is_demanded, state } = found;
    let is_off = !matches!(state, SecondFactorState::On { .. });
    let content = match state {
        SecondFactorState::Off => view! { <Begin /> }.into_any(),
        SecondFactorState::SettingUp { secret } => view! { <ConfirmSetUp secret /> }.into_any(),
        SecondFactorState::On { new_codes, .. } if !new_codes.is_empty() => {
            view! { <NewCodes codes=new_codes /> }.into_any()
        }
        SecondFactorState::On {
            since, codes_left, ..
        } => view! { <TurnedOn since codes_left /> }.into_any(),
    };
    view! {
        {(is_demanded && is_off)
            .then(|| {
                view! {
                    <p class="notice mb-5">"Your user type needs a second factor. Set it up to go on."</p>
                }
            })}
        <section class="panel p-6" aria-label="Second factor">
            {content}
        </section>
    }
}

#[component]
fn Begin() -> impl IntoView {
    view! {
        <PlainForm<BeginSecondFactor>>
            <p>
                "With a second factor, your password alone is not enough to sign in: you also enter a code from an "
                "authenticator app on your phone or computer."
            </p>
            <div>
                <Submit label="Set up" />
            </div>
        </PlainForm<BeginSecondFactor>>
    }
}

/// Shown until the user says that they are saved.
#[component]
fn NewCodes(codes: Vec<String>) -> impl IntoView {
    let codes = codes
        .into_iter()
        .map(|code| view! { <li>{code}</li> })
        .collect_view();
    view! {
        <PlainForm<HideRecoveryCodes>>
            <h2 class="font-semibold">"Your recovery codes"</h2>
            <p>
                "The second factor is on. If you lose your app, each of these codes lets you sign in once. "
                "Print them or keep them in a password manager: they are not shown again."
            </p>
            <ul class="grid grid-cols-2 gap-2 font-mono" aria-label="Recovery codes">
                {codes}
            </ul>
            <div>
                <Submit label="I’ve saved them" />
            </div>
        </PlainForm<HideRecoveryCodes>>
    }
}

#[component]
fn TurnedOn(since: Timestamp, codes_left: i64) -> impl IntoView {
    view! {
        <p>
            "The second factor is on since " <LocalTime at=since /> ". You have "
            {count(codes_left, "recovery code")} " left."
        </p>
        <p class="mt-2">
            <a class="link" href="/">
                "Home"
            </a>
        </p>
        <div class="mt-5 border-t border-base-300 pt-5">
            <PlainForm<TurnOffSecondFactor>>
                <p class="text-sm">"For a new app or new recovery codes, turn it off and set it up again."</p>
                <PasswordField
                    name="present_password"
                    label="Your password"
                    autocomplete="current-password"
                />
                <div>
                    <Submit label="Turn off" class="btn btn-sm" />
                </div>
            </PlainForm<TurnOffSecondFactor>>
        </div>
    }
}
