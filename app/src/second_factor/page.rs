//! The page on which users set up and turn off their second factor.
use super::{
    BeginSecondFactor, HideRecoveryCodes, Passkeys, ReplaceRecoveryCodes, TurnOffSecondFactor,
    get_second_factor, setting_up::ConfirmSetUp,
};
use crate::ui::{
    Breadcrumb, LocalTime, PasswordField, PlainForm, RequirePermission, ResourceView,
    ServerResource, Submit,
};
use domain::{
    numbers::count,
    policy::Action,
    second_factor::{AuthenticatorApp, SecondFactorView},
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
    let reload = RwSignal::new(0);
    let found = ServerResource::new(move || reload.get(), |_| get_second_factor());
    view! {
        <div class="form-page">
            <Breadcrumb href="/profile" list="Profile" here="Second factor" />
            <h1 class="page-title mb-4">"Second factor"</h1>
            <ResourceView of=found view=move |found| view! { <Content found reload /> } />
        </div>
    }
}

#[component]
fn Content(found: SecondFactorView, reload: RwSignal<u32>) -> impl IntoView {
    let is_on = found.is_on();
    let demand = (found.is_demanded && !is_on).then(|| {
        view! { <p class="notice mb-5">"Your user type needs a second factor. Set it up to go on."</p> }
    });
    if !found.new_codes.is_empty() {
        let codes = found.new_codes;
        return view! { <NewCodes codes /> }.into_any();
    }
    let app = match found.app {
        AuthenticatorApp::Off => view! { <Begin /> }.into_any(),
        AuthenticatorApp::SettingUp { secret } => view! { <ConfirmSetUp secret /> }.into_any(),
        AuthenticatorApp::On { since } => view! { <TurnedOn since /> }.into_any(),
    };
    let codes_left = found.codes_left;
    view! {
        {demand}
        {is_on.then(|| view! { <RecoveryCodes codes_left /> })}
        <section class="panel p-6" aria-labelledby="app-title">
            <h2 id="app-title" class="panel-title mb-2">
                "Authenticator app"
            </h2>
            {app}
        </section>
        <Passkeys rows=found.passkeys is_possible=found.takes_passkeys reload />
    }
    .into_any()
}

#[component]
fn RecoveryCodes(codes_left: i64) -> impl IntoView {
    view! {
        <section class="panel mb-5 p-6" aria-label="Recovery codes">
            <PlainForm<ReplaceRecoveryCodes>>
                <p>
                    "The second factor is on. You have " {count(codes_left, "recovery code")} " left. "
                    <a class="link" href="/">
                        "Home"
                    </a>
                </p>
                <div>
                    <Submit label="Make new recovery codes" class="btn btn-sm" />
                </div>
            </PlainForm<ReplaceRecoveryCodes>>
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
        <section class="panel p-6" aria-labelledby="codes-title">
            <PlainForm<HideRecoveryCodes>>
                <h2 id="codes-title" class="panel-title">
                    "Your recovery codes"
                </h2>
                <p>
                    "The second factor is on. If you lose your app or passkey, each of these codes lets you sign in "
                    "once. Print them or keep them in a password manager: they are not shown again."
                </p>
                <ul class="grid grid-cols-2 gap-2 font-mono" aria-label="Recovery codes">
                    {codes}
                </ul>
                <div>
                    <Submit label="I’ve saved them" />
                </div>
            </PlainForm<HideRecoveryCodes>>
        </section>
    }
}

#[component]
fn TurnedOn(since: Timestamp) -> impl IntoView {
    view! {
        <PlainForm<TurnOffSecondFactor>>
            <p>
                "The app is on since " <LocalTime at=since />
                ". For a new app, turn it off and set it up again."
            </p>
            <PasswordField name="present_password" label="Your password" autocomplete="current-password" />
            <div>
                <Submit label="Turn off" class="btn btn-sm" />
            </div>
        </PlainForm<TurnOffSecondFactor>>
    }
}
