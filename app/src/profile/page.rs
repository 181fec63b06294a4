use super::{UpdateProfile, get_profile, password::PasswordForm, sessions::Sessions};
use crate::changes::use_own_change;
use crate::ui::{
    Form, RequirePermission, ResourceView, ServerMutation, ServerResource, Submit, TextField,
    VersionField, on_success, toast,
};
use domain::{policy::Action, users::UserDetails};
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
        <h1 class="page-title mb-4">"Profile"</h1>
        <div class="grid items-start gap-6 lg:grid-cols-2">
            <section class="panel p-6" aria-labelledby="about-title">
                <h2 id="about-title" class="mb-4 font-semibold">
                    "About you"
                </h2>
                <ResourceView of=profile view=move |user| view! { <ProfileForm user reload /> } />
            </section>
            <PasswordForm ended />
            <Sessions ended />
        </div>
    }
}

#[component]
fn ProfileForm(user: UserDetails, reload: RwSignal<u32>) -> impl IntoView {
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
                    required=true
                    value=user.first_name
                    autocomplete="given-name"
                />
                <TextField
                    name="last_name"
                    label="Last name"
                    required=true
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
            <div>
                <Submit label="Save" />
            </div>
        </Form>
    }
}
