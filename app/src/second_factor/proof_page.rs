//! Where users prove who they are, before something that a borrowed browser must not do.
use super::{Ceremony, PasskeyButton, ProveIdentity, ProveWithPasskey, get_second_factor};
use crate::ui::{
    PasswordField, PlainForm, RequirePermission, ResourceView, ServerResource, Submit, query_text,
};
use domain::policy::Action;
use leptos::prelude::*;
use leptos_meta::Title;

#[component]
pub fn ProofPage() -> impl IntoView {
    let done = query_text("done");
    let content = move || {
        if done.get().is_empty() {
            view! { <ProofForm /> }.into_any()
        } else {
            view! {
                <p role="status">
                    "Thank you. Close this page, and send the form on the other page again within ten minutes."
                </p>
            }
            .into_any()
        }
    };
    view! {
        <Title text="Confirm that it’s you" />
        <RequirePermission action=Action::SecureAccount>
            <section class="mx-auto mt-6 w-full max-w-sm sm:mt-16">
                <h1 class="page-title mb-4">"Confirm that it’s you"</h1>
                <div class="panel p-6">{content}</div>
            </section>
        </RequirePermission>
    }
}

#[component]
fn ProofForm() -> impl IntoView {
    let found = ServerResource::new(|| (), |()| get_second_factor());
    view! {
        <ResourceView
            of=found
            view=move |found| {
                let can_use = found.takes_passkeys && !found.passkeys.is_empty();
                can_use
                    .then(|| {
                        view! {
                            <PlainForm<ProveWithPasskey> class="stack mb-5">
                                <PasskeyButton ceremony=Ceremony::Prove label="Use a passkey" />
                            </PlainForm<ProveWithPasskey>>
                        }
                    })
            }
        />
        <PlainForm<ProveIdentity>>
            <PasswordField
                name="proof"
                label="Password or code"
                autocomplete="current-password"
                hint="Your password, or a code of your second factor."
            />
            <Submit label="Confirm" />
        </PlainForm<ProveIdentity>>
    }
}
