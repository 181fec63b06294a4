use super::ChangePassword;
use crate::ui::{Form, FormFoot, PasswordField, ServerMutation, on_success, toast};
use leptos::prelude::*;

#[component]
pub fn PasswordForm(ended: RwSignal<u32>) -> impl IntoView {
    let action = ServerMutation::<ChangePassword>::new();
    let changed = RwSignal::new(0);
    on_success(action, move |()| {
        toast("Password changed. You’re signed out on all other devices.");
        ended.update(|times| *times += 1);
        changed.update(|times| *times += 1);
    });
    view! {
        <section class="panel p-6" aria-labelledby="password-title">
            <h2 id="password-title" class="panel-title mb-4">
                "Password"
            </h2>
            // Recreated after each change, so that no password stays in the fields.
            {move || {
                changed.track();
                view! {
                    <Form action id="password">
                        <PasswordField
                            name="present_password"
                            label="Current password"
                            autocomplete="current-password"
                        />
                        <PasswordField
                            name="password"
                            label="New password"
                            autocomplete="new-password"
                            hint="At least 10 characters. A few words are easy to remember."
                        />
                        <p class="muted text-sm">
                            "You stay signed in here and are signed out everywhere else."
                        </p>
                        <FormFoot label="Change password" />
                    </Form>
                }
            }}
        </section>
    }
}
