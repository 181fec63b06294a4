//! **Settings** > Users: what becomes of new users.
use super::{
    DefaultGroupPanel, SetDefaultGroup, UpdateNewUserSettings, get_new_user_settings,
    tabs::SettingsTabs,
};
use crate::ui::{
    Form, RadioField, ResourceView, SelectField, ServerMutation, ServerResource, Submit,
    on_success, toast,
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
            <ResourceView of=settings view=move |settings| view! {
                <div class="grid items-start gap-6 lg:grid-cols-2">
                    <DefaultGroup group=settings.default_group.clone() changed/>
                    <TypeAndSignUp settings/>
                </div>
            }/>
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
        <DefaultGroupPanel of=None by=Action::EditSettings group action=action.into()
            what="Every new user, signed up, added or imported, joins it and is enrolled in all its courses at once. Those who are there already stay as they are."/>
    }
}

#[component]
fn TypeAndSignUp(settings: NewUserSettings) -> impl IntoView {
    let action = ServerMutation::<UpdateNewUserSettings>::new();
    on_success(action, move |()| toast("Saved."));
    let NewUserSettings {
        default_type,
        sign_up,
        types,
        ..
    } = settings;
    let within = types.iter().any(|one| one.id == default_type);
    let options: Vec<_> = types
        .into_iter()
        .map(|one| (one.id.to_string(), one.name))
        .collect();
    view! {
        <section class="panel p-6" aria-labelledby="accounts-title">
            <h2 id="accounts-title" class="mb-4 text-lg font-semibold">"New accounts"</h2>
            {(!within).then(|| view! {
                <p class="notice mb-5">"The default user type may do more than you. Saving replaces it."</p>
            })}
            <Form action>
                <SelectField name="default_type" label="Default user type" options value=default_type.to_string()
                    hint="What users are who sign up, are imported without a type, and first in the form that adds one."/>
                <RadioField name="sign_up" legend="Sign-up" value=sign_up.code() options=vec![
                    (SignUpMode::Off.code(), SignUpMode::Off.label(), "Only administrators add users."),
                    (SignUpMode::Direct.code(), SignUpMode::Direct.label(), "Whoever has the portal’s address can make an account and is in at once."),
                    (SignUpMode::Approval.code(), SignUpMode::Approval.label(), "An administrator lets each of them in, or declines: Users, filter Waiting."),
                ]/>
                <div><Submit label="Save"/></div>
            </Form>
        </section>
    }
}
