//! **Settings** > Users: how new users start.
use super::{
    DefaultGroupPanel, SetDefaultGroup, UpdateNewUserSettings, get_new_user_settings,
    tabs::SettingsTabs,
};
use crate::ui::{
    Form, FormFoot, RadioField, ResourceView, SelectField, ServerMutation, ServerResource,
    VersionField, on_success, toast,
};
use domain::{
    policy::Action,
    settings::{self, NewUserSettings, SignUpMode},
};
use leptos::prelude::*;

#[component]
pub fn NewUsersPage() -> impl IntoView {
    let changed = RwSignal::new(0);
    let settings = ServerResource::new(move || changed.get(), |_| get_new_user_settings());
    view! {
        <SettingsTabs title="Settings: Users">
            <ResourceView
                of=settings
                view=move |settings| {
                    view! {
                        <div class="grid gap-6">
                            <DefaultGroup group=settings.default_group.clone() changed />
                            <TypeAndSignUp settings changed />
                        </div>
                    }
                }
            />
        </SettingsTabs>
    }
}

#[component]
fn DefaultGroup(group: Option<settings::DefaultGroup>, changed: RwSignal<u32>) -> impl IntoView {
    let action = ServerMutation::<SetDefaultGroup>::new();
    on_success(action, move |()| {
        toast("Saved.");
        changed.update(|times| *times += 1);
    });
    view! {
        <DefaultGroupPanel
            of=None
            by=Action::EditSettings
            group
            action=action.into()
            what="Every new user joins this group and gets its courses. Existing users don’t change."
        />
    }
}

#[component]
fn TypeAndSignUp(settings: NewUserSettings, changed: RwSignal<u32>) -> impl IntoView {
    let action = ServerMutation::<UpdateNewUserSettings>::new();
    on_success(action, move |()| {
        toast("Saved.");
        changed.update(|times| *times += 1);
    });
    let NewUserSettings {
        default_type,
        sign_up,
        types,
        version,
        ..
    } = settings;
    let within = types.iter().any(|one| one.id == default_type);
    let options: Vec<_> = types
        .into_iter()
        .map(|one| (one.id.to_string(), one.name))
        .collect();
    view! {
        <section class="panel p-6" aria-labelledby="accounts-title">
            <h2 id="accounts-title" class="panel-title mb-4">
                "New accounts"
            </h2>
            {(!within)
                .then(|| {
                    view! {
                        <p class="notice mb-5">
                            "The default user type has permissions you don’t have. Saving replaces it."
                        </p>
                    }
                })}
            <Form action>
                <VersionField version />
                <SelectField
                    name="default_type"
                    label="Default user type"
                    options
                    value=default_type.to_string()
                    hint="Used for sign-ups, imports without a type, and as the default when you add a user."
                />
                <RadioField
                    name="sign_up"
                    legend="Sign-up"
                    value=sign_up.code()
                    options=vec![
                        (SignUpMode::Off.code(), SignUpMode::Off.label(), "Only administrators add users."),
                        (
                            SignUpMode::Direct.code(),
                            SignUpMode::Direct.label(),
                            "Anyone with the portal’s address can create an account and start right away.",
                        ),
                        (
                            SignUpMode::Approval.code(),
                            SignUpMode::Approval.label(),
                            "An administrator approves or declines each account (Users, filter Waiting).",
                        ),
                    ]
                />
                <FormFoot />
            </Form>
        </section>
    }
}
