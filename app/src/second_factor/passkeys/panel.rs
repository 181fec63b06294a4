//! The passkeys of the account.
use super::{AddPasskey, Ceremony, PasskeyButton, RemovePasskey};
use crate::ui::{Form, LocalTime, PlainForm, ServerMutation, Submit, TextField, on_success, toast};
use domain::second_factor::{MAX_PASSKEYS, PasskeyRow};
use leptos::prelude::*;

const NOT_HERE: &str =
    "Passkeys work only where the portal has https and a name. Use an authenticator app.";

#[component]
pub fn Passkeys(
    rows: Vec<PasskeyRow>,
    /// Whether browsers have passkeys for the portal's address.
    is_possible: bool,
    reload: RwSignal<u32>,
) -> impl IntoView {
    let is_full = rows.len() >= MAX_PASSKEYS;
    let has_some = !rows.is_empty();
    let rows = rows
        .into_iter()
        .map(|row| view! { <Passkey row reload /> })
        .collect_view();
    let adding = match (is_possible, is_full) {
        (false, _) => NOT_HERE.into_any(),
        (true, true) => "You have as many passkeys as an account can have.".into_any(),
        (true, false) => view! { <Add /> }.into_any(),
    };
    view! {
        <section class="panel mt-5" aria-labelledby="passkeys-title">
            <div class="p-6">
                <h2 id="passkeys-title" class="panel-title mb-2">
                    "Passkeys"
                </h2>
                <p class="text-sm">
                    "A passkey is in your phone, computer, security key or password manager. After your password "
                    "you use it with your fingerprint, face or PIN, and type no code."
                </p>
            </div>
            {has_some
                .then(|| {
                    view! {
                        <ul class="rows border-t border-base-300" aria-label="Passkeys">
                            {rows}
                        </ul>
                    }
                })}
            <div class="border-t border-base-300 p-6">{adding}</div>
        </section>
    }
}

#[component]
fn Add() -> impl IntoView {
    view! {
        <PlainForm<AddPasskey>>
            <TextField
                name="name"
                label="Name"
                hint="So that you recognise it, such as Phone or Work laptop."
                required=true
            />
            <PasskeyButton ceremony=Ceremony::Add label="Add a passkey" />
        </PlainForm<AddPasskey>>
    }
}

#[component]
fn Passkey(row: PasskeyRow, reload: RwSignal<u32>) -> impl IntoView {
    let action = ServerMutation::<RemovePasskey>::new();
    on_success(action, move |()| {
        toast("Passkey removed.");
        reload.update(|times| *times += 1);
    });
    let used = match row.last_used_at {
        Some(at) => view! {
            " · last used "
            <LocalTime at />
        }
        .into_any(),
        None => " · not used yet".into_any(),
    };
    view! {
        <li class="row">
            <div class="col-span-2 min-w-0">
                <p class="font-medium wrap-anywhere">{row.name}</p>
                <p class="muted text-sm">"added " <LocalTime at=row.added_at /> {used}</p>
            </div>
            <Form action id=format!("remove-{}", row.id) class="contents">
                <input type="hidden" name="passkey" value=row.id.to_string() />
                <Submit label="Remove" class="btn btn-sm" />
            </Form>
        </li>
    }
}
