use super::{SetForgottenPassword, check_password_link};
use crate::ui::{Answer, Loaded, PasswordField, PlainForm, Submit, route_param};
use leptos::prelude::*;
use leptos_meta::Title;

/// The page of the link in a password reset e-mail.
#[component]
pub fn NewPasswordPage() -> impl IntoView {
    let token = route_param("token");
    let known = Answer::new(move || token.get(), check_password_link);
    view! {
        <Title text="New password"/>
        <section class="mx-auto mt-6 w-full max-w-sm sm:mt-16">
            <h1 class="page-title mb-4">"New password"</h1>
            <Loaded of=known view=move |known| if known {
                view! { <Choose token=token.get_untracked()/> }.into_any()
            } else {
                view! {
                    <p class="muted">
                        "This link was already used or has expired. "
                        <a class="link" href="/forgotten-password">"Ask for a new one"</a>
                    </p>
                }.into_any()
            }/>
        </section>
    }
}

#[component]
fn Choose(token: String) -> impl IntoView {
    view! {
        <div class="panel p-6">
            <PlainForm<SetForgottenPassword>>
                <input type="hidden" name="token" value=token/>
                <PasswordField name="password" label="New password" autocomplete="new-password"
                    hint="At least 10 characters. You are signed out everywhere else."/>
                <Submit label="Change password"/>
            </PlainForm<SetForgottenPassword>>
        </div>
    }
}
