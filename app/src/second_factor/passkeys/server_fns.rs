use crate::AppError;
use domain::{ids::PasskeyId, second_factor::SignInFactors};
use leptos::{prelude::*, server_fn::codec::Json};

/// **Add a passkey**: returns what the browser needs to make one. A wrong name is refused before it does.
#[server(input = Json)]
pub async fn begin_passkey(name: String) -> Result<String, AppError> {
    use domain::{field_error::FieldErrors, second_factor::PasskeyName};
    let cx = crate::server::authorize(domain::policy::Action::SecureAccount).await?;
    cx.ensure_proven().await?;
    PasskeyName::parse(&name).map_err(|code| FieldErrors::of("name", code))?;
    let (db, party) = (cx.db(), cx.relying_party().await?);
    let (me, session) = (cx.actor.id, cx.session());
    Ok(db::passkeys::begin_adding(db, &party, me, session, db::now()).await?)
}

/// Adds the passkey that the browser made.
#[server]
pub async fn add_passkey(
    #[server(default)] name: String,
    #[server(default)] credential: String,
) -> Result<(), AppError> {
    use domain::{conflict::Conflict, field_error::FieldErrors, second_factor::PasskeyName};
    let cx = crate::server::authorize(domain::policy::Action::SecureAccount).await?;
    let name = PasskeyName::parse(&name).map_err(|code| FieldErrors::of("name", code))?;
    let (db, audit, party) = (cx.db(), cx.audit(), cx.relying_party().await?);
    let portal = db::settings::portal_name(db).await?;
    let (mail, whose) = ((cx.mail_config(), &*portal), (cx.actor.id, cx.session()));
    let added = db::passkeys::add(db, &audit, mail, &party, whose, (&name, &credential)).await?;
    let rejected = || AppError::Conflict(Conflict::PasskeyRejected).with_status();
    crate::server::public_context().keep_session(&added.ok_or_else(rejected)?);
    leptos_axum::redirect("/second-factor");
    Ok(())
}

#[server]
pub async fn remove_passkey(passkey: PasskeyId) -> Result<(), AppError> {
    let cx = crate::server::authorize(domain::policy::Action::SecureAccount).await?;
    cx.ensure_proven().await?;
    let (db, me) = (cx.db(), cx.actor.id);
    let portal = db::settings::portal_name(db).await?;
    let mail = (cx.mail_config(), portal.as_str());
    db::passkeys::remove(db, &cx.audit(), mail, me, passkey).await?;
    Ok(())
}

/// Returns what the browser signs to prove who its user is.
#[server(input = Json)]
pub async fn begin_passkey_proof() -> Result<String, AppError> {
    let cx = crate::server::authorize(domain::policy::Action::SecureAccount).await?;
    let (db, party) = (cx.db(), cx.relying_party().await?);
    let (me, session) = (cx.actor.id, cx.session());
    Ok(db::passkeys::begin_signing(db, &party, me, session, db::now()).await?)
}

/// Proves who one is, with a passkey. For ten minutes nothing asks again.
#[server]
pub async fn prove_with_passkey(#[server(default)] credential: String) -> Result<(), AppError> {
    let cx = crate::server::authorize(domain::policy::Action::SecureAccount).await?;
    let renewed = cx.prove_with_passkey(&credential).await?;
    crate::server::public_context().keep_session(&renewed);
    leptos_axum::redirect("/prove?done=yes");
    Ok(())
}

/// Returns what can follow the password that was typed in this browser.
#[server(input = Json)]
pub async fn get_sign_in_factors() -> Result<SignInFactors, AppError> {
    crate::server::public_context().sign_in_factors().await
}

/// Returns what the browser signs, after the right password.
#[server(input = Json)]
pub async fn begin_passkey_sign_in() -> Result<String, AppError> {
    crate::server::public_context().begin_passkey().await
}

/// The second step of signing in: a passkey, after the right password.
#[server]
pub async fn sign_in_with_passkey(
    #[server(default)] credential: String,
    #[server(default)] next: String,
) -> Result<(), AppError> {
    let cx = crate::server::public_context();
    cx.sign_in_with_passkey(&credential).await?;
    leptos_axum::redirect(crate::server::local_path(&next));
    Ok(())
}
