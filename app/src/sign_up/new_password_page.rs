use super::{ResetPassword, check_password_reset};
use crate::ui::{PasswordField, PlainForm, ResourceView, ServerResource, Submit, route_param};
use leptos::prelude::*;
use leptos_meta::Title;

/// The page of the link in a password reset e-mail.
#[component]
pub fn NewPasswordPage() -> impl IntoView {
    let token = route_param("token");
    let known = ServerResource::new(move || token.get(), check_password_reset);
    view! {
        <Title text="New password" />
        <section class="entry-page">
            <h1 class="page-title mb-4">"New password"</h1>
            <ResourceView
                of=known
                view=move |known| {
                    if known {
                        view! { <NewPasswordForm token=token.get_untracked() /> }.into_any()
                    } else {
                        view! {
                            <p class="muted">
                                "This link was already used or has expired. "
                                <a class="link" href="/forgotten-password">
                                    "Ask for a new one"
                                </a>
                            </p>
                        }
                            .into_any()
                    }
                }
            />
        </section>
    }
}

#[component]
fn NewPasswordForm(token: String) -> impl IntoView {
    view! {
        <div class="panel p-6">
            <PlainForm<ResetPassword>>
                <input type="hidden" name="token" value=token />
                <PasswordField
                    name="password"
                    label="New password"
                    autocomplete="new-password"
                    hint="At least 10 characters. You are signed out everywhere else."
                />
                <Submit label="Change password" />
            </PlainForm<ResetPassword>>
        </div>
    }
}
