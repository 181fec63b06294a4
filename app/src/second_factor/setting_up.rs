//! The secret as a QR code and as a text, and the code that confirms it.
use super::{BeginSecondFactor, ConfirmSecondFactor};
use crate::ui::{PlainForm, Submit, TextField};
use leptos::prelude::*;

#[component]
pub fn ConfirmSetUp(secret: String) -> impl IntoView {
    view! {
        <PlainForm<ConfirmSecondFactor>>
            <p>"Scan this picture with your authenticator app, or type the secret into it."</p>
            <img
                class="w-48 rounded bg-white"
                src="/second-factor/qr.svg"
                alt="QR code of the secret"
                width="192"
                height="192"
            />
            <p>"Secret: " <code class="font-mono wrap-anywhere">{secret}</code></p>
            <TextField
                name="code"
                label="Code"
                hint="The six digits that the app shows now."
                autocomplete="one-time-code"
                inputmode="numeric"
                required=true
            />
            <div>
                <Submit label="Turn on" />
            </div>
        </PlainForm<ConfirmSecondFactor>>
        <div class="mt-5 border-t border-base-300 pt-5">
            <PlainForm<BeginSecondFactor>>
                <div>
                    <Submit label="Make another secret" class="btn btn-sm" />
                </div>
            </PlainForm<BeginSecondFactor>>
        </div>
    }
}
