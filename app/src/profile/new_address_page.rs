//! The page of the link that proves a new e-mail address, and what follows it.
use super::{ConfirmNewAddress, check_new_address};
use crate::ui::{PlainForm, ResourceView, ServerResource, Submit, route_param};
use leptos::prelude::*;
use leptos_meta::Title;

#[component]
pub fn NewAddressPage() -> impl IntoView {
    let token = route_param("token");
    let proven = ServerResource::new(move || token.get(), check_new_address);
    view! {
        <Title text="New e-mail address" />
        <section class="mx-auto mt-6 w-full max-w-lg sm:mt-12">
            <h1 class="page-title mb-4">"New e-mail address"</h1>
            <ResourceView
                of=proven
                view=move |email| match email {
                    Some(email) => view! { <Confirm token=token.get_untracked() email /> }.into_any(),
                    None => {
                        view! {
                            <p class="muted">
                                "This link was already used or has expired. Enter the address again on your "
                                <a class="link" href="/profile">
                                    "profile"
                                </a> "."
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
fn Confirm(token: String, email: String) -> impl IntoView {
    view! {
        <div class="panel p-6">
            <PlainForm<ConfirmNewAddress>>
                <input type="hidden" name="token" value=token />
                <p class="wrap-anywhere">
                    "From now on your e-mail address is " <strong>{email}</strong>
                    ". You’re signed out everywhere else."
                </p>
                <div>
                    <Submit label="Confirm" />
                </div>
            </PlainForm<ConfirmNewAddress>>
        </div>
    }
}

/// Also seen where no one is signed in: a link is often opened on another device.
#[component]
pub fn AddressChangedPage() -> impl IntoView {
    view! {
        <Title text="New e-mail address" />
        <section class="mx-auto mt-6 w-full max-w-lg sm:mt-12">
            <h1 class="page-title mb-4">"New e-mail address"</h1>
            <p role="status">
                "Your e-mail address was changed. " <a class="link" href="/profile">
                    "Go to your profile"
                </a>
            </p>
        </section>
    }
}
