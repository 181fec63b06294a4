use super::{UpdateProfile, get_profile, password::PasswordForm, sessions::Sessions};
use crate::changes::use_own_change;
use crate::ui::{
    Form, FormFoot, PasswordField, RequirePermission, ResourceView, ServerMutation, ServerResource,
    TextField, VersionField, on_success, toast,
};
use crate::users::{AddressLoginField, ONE_NAME};
use domain::{policy::Action, users::login_is_address};
use leptos::prelude::*;
use leptos_meta::Title;

#[component]
pub fn ProfilePage() -> impl IntoView {
    view! {
        <Title text="Profile" />
        <RequirePermission action=Action::EditProfile>
            <Profile />
        </RequirePermission>
    }
}

#[component]
fn Profile() -> impl IntoView {
    let reload = RwSignal::new(0);
    let profile = ServerResource::new(move || reload.get(), |_| get_profile());
    // Changing the password ends sessions that the list still shows.
    let ended = RwSignal::new(0);
    view! {
        <div class="form-page grid gap-6">
            <h1 class="page-title">"Profile"</h1>
            <section class="panel p-6" aria-labelledby="about-title">
                <h2 id="about-title" class="panel-title mb-4">
                    "About you"
                </h2>
                <ResourceView
                    of=profile
                    view=move |profile| {
                        move || {
                            // A closure makes the form again: an address that waits for its link is not in it.
                            view! { <ProfileForm profile=profile.clone() reload /> }
                        }
                    }
                />
            </section>
            <PasswordForm ended />
            <section class="panel p-6" aria-labelledby="factor-title">
                <h2 id="factor-title" class="panel-title mb-2">
                    "Second factor"
                </h2>
                <p class="mb-4 text-sm">
                    "Sign in with your password and a code from an authenticator app, or a passkey."
                </p>
                <a class="btn btn-sm" href="/second-factor">
                    "Set up or turn off"
                </a>
            </section>
            <Sessions ended />
        </div>
    }
}

/// What a new address needs, and the one that waits for its link.
#[component]
fn NewAddress(pending: Option<String>, confirms: bool) -> impl IntoView {
    let hint = if confirms {
        "Only for a new e-mail address. It counts when you open the link that we send there."
    } else {
        "Only for a new e-mail address. It counts right away, and you’re signed out everywhere else."
    };
    view! {
        {pending
            .map(|email| {
                view! {
                    <p class="notice wrap-anywhere">
                        {format!(
                            "We sent a link to {email}. Your address changes when you open it, within 24 hours.",
                        )}
                    </p>
                }
            })}
        <PasswordField
            name="present_password"
            label="Your password"
            autocomplete="current-password"
            hint
            required=false
        />
    }
}

#[component]
fn ProfileForm(profile: domain::profile::Profile, reload: RwSignal<u32>) -> impl IntoView {
    let user = profile.user;
    let asks_login = login_is_address(&user.login, &user.email);
    let (pending, confirms) = (profile.pending_email, profile.confirms_email);
    let action = ServerMutation::<UpdateProfile>::new();
    let renamed = use_own_change();
    on_success(action, move |()| {
        toast("Saved.");
        renamed();
        reload.update(|times| *times += 1);
    });
    view! {
        <Form action id="profile">
            <VersionField version=user.version.clone() />
            <div class="grid gap-4 sm:grid-cols-2">
                <TextField
                    name="first_name"
                    label="First name"
                    hint=ONE_NAME
                    value=user.first_name
                    autocomplete="given-name"
                />
                <TextField
                    name="last_name"
                    label="Last name"
                    value=user.last_name
                    autocomplete="family-name"
                />
            </div>
            <TextField
                name="email"
                label="E-mail"
                kind="email"
                required=true
                value=user.email
                autocomplete="email"
            />
            {asks_login.then(|| view! { <AddressLoginField /> })}
            <NewAddress pending confirms />
            <dl class="grid gap-x-6 gap-y-2 text-sm sm:grid-cols-2">
                <div class="min-w-0">
                    <dt class="muted">"Login"</dt>
                    <dd class="font-medium wrap-anywhere">{user.login}</dd>
                </div>
                <div class="min-w-0">
                    <dt class="muted">"User type"</dt>
                    <dd class="font-medium wrap-anywhere">{user.user_type_name}</dd>
                </div>
            </dl>
            <p class="muted text-sm">
                "You sign in with your login or your e-mail address. An administrator can change the login."
            </p>
            <FormFoot />
        </Form>
    }
}
