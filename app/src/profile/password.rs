use super::ChangePassword;
use crate::ui::{Form, PasswordField, ServerMutation, Submit, on_success, toast};
use leptos::prelude::*;

#[component]
pub fn PasswordForm(ended: RwSignal<u32>) -> impl IntoView {
    let action = ServerMutation::<ChangePassword>::new();
    let changed = RwSignal::new(0);
    on_success(action, move |()| {
        toast("Your password is changed. All your other sessions have ended.");
        ended.update(|times| *times += 1);
        changed.update(|times| *times += 1);
    });
    view! {
        <section class="panel p-6" aria-labelledby="password-title">
            <h2 id="password-title" class="mb-4 font-semibold">"Password"</h2>
            // Made anew after each change: nothing of it stays on the screen.
            {move || {
                changed.track();
                view! {
                    <Form action id="password">
                        <PasswordField name="present_password" label="Present password" autocomplete="current-password"/>
                        <PasswordField name="password" label="New password" autocomplete="new-password"
                            hint="At least 10 characters. A few words are easy to remember."/>
                        <p class="muted text-sm">"You stay signed in here; all your other sessions end."</p>
                        <div><Submit label="Change password"/></div>
                    </Form>
                }
            }}
        </section>
    }
}
