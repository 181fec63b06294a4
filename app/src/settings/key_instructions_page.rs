//! **Settings** > Group keys: the default text of e-mails that send a group key.
use super::{
    ResetKeyInstructions, UpdateKeyInstructions, get_key_instructions, tabs::SettingsTabs,
};
use crate::ui::{
    Form, FormFoot, ResourceView, ServerMutation, ServerResource, Submit, TextArea, TextField,
    VersionField, on_success, toast,
};
use domain::{
    edits::FormVersion,
    keys::{KeyMailTemplate, Placeholder},
};
use leptos::prelude::*;

#[component]
pub fn KeyInstructionsPage() -> impl IntoView {
    let changed = RwSignal::new(0);
    let template = ServerResource::new(move || changed.get(), |_| get_key_instructions());
    view! {
        <SettingsTabs title="Settings: Group keys">
            <ResourceView
                of=template
                view=move |(template, version)| view! { <Edit template version changed /> }
            />
        </SettingsTabs>
    }
}

#[component]
fn Edit(template: KeyMailTemplate, version: FormVersion, changed: RwSignal<u32>) -> impl IntoView {
    let action = ServerMutation::<UpdateKeyInstructions>::new();
    on_success(action, move |()| {
        toast("Saved.");
        changed.update(|times| *times += 1);
    });
    let own = template != KeyMailTemplate::built_in();
    view! {
        <section class="panel grid gap-5 p-6" aria-labelledby="instructions-title">
            <div>
                <h2 id="instructions-title" class="panel-title">
                    "Instructions for group keys"
                </h2>
                <p class="muted text-sm">
                    "The default text of e-mails that send a group key. You can still edit it when you send one."
                </p>
            </div>
            <Form action>
                <VersionField version />
                <TextField name="subject" label="Subject" required=true value=template.subject />
                <TextArea name="text" label="Text" required=true rows=14 value=template.text />
                <Placeholders />
                <FormFoot />
            </Form>
            {own.then(|| view! { <Reset changed /> })}
        </section>
    }
}

#[component]
fn Placeholders() -> impl IntoView {
    let lines = Placeholder::ALL
        .iter()
        .map(|one| {
            view! {
                <li>
                    <code class="font-mono">{format!("{{{}}}", one.code())}</code>
                    " "
                    {one.label()}
                </li>
            }
        })
        .collect_view();
    view! {
        <div class="text-sm">
            <p class="muted">"These placeholders are replaced in each e-mail:"</p>
            <ul class="grid gap-x-4 sm:grid-cols-2">{lines}</ul>
        </div>
    }
}

#[component]
fn Reset(changed: RwSignal<u32>) -> impl IntoView {
    let action = ServerMutation::<ResetKeyInstructions>::new();
    on_success(action, move |()| {
        toast("Default text restored.");
        changed.update(|times| *times += 1);
    });
    view! {
        <Form action id="reset" class="border-t border-base-300 pt-5">
            <Submit label="Restore default text" class="btn btn-sm" />
        </Form>
    }
}
