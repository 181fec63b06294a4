use crate::AppError;
use domain::{
    ids::{UserId, UserTypeId},
    second_factor::SecondFactorView,
};
use leptos::{prelude::*, server_fn::codec::Json};

/// The second step of signing in: a code, after the right password.
#[server]
pub async fn sign_in_with_code(
    code: String,
    #[server(default)] next: String,
) -> Result<(), AppError> {
    let cx = crate::server::public_context();
    cx.sign_in_with_code(&code).await?;
    leptos_axum::redirect(crate::server::local_path(&next));
    Ok(())
}

#[server(input = Json)]
pub async fn get_second_factor() -> Result<SecondFactorView, AppError> {
    let cx = crate::server::authorize(domain::policy::Action::SecureAccount).await?;
    let base_url = cx.mail_config().base_url;
    Ok(db::second_factor::view(cx.db(), base_url, cx.actor.id, db::now()).await?)
}

/// **Set up**: makes the secret that an app is to know.
#[server]
pub async fn begin_second_factor() -> Result<(), AppError> {
    let cx = crate::server::authorize(domain::policy::Action::SecureAccount).await?;
    cx.ensure_proven().await?;
    db::second_factor::begin(cx.db(), cx.actor.id).await?;
    leptos_axum::redirect("/second-factor");
    Ok(())
}

/// **Turn on**, with a code that shows that the app knows the secret.
#[server]
pub async fn confirm_second_factor(#[server(default)] code: String) -> Result<(), AppError> {
    use domain::field_error::{FieldCode, FieldErrors};
    let cx = crate::server::authorize(domain::policy::Action::SecureAccount).await?;
    let (db, audit, me) = (cx.db(), cx.audit(), cx.actor.id);
    let portal = db::settings::portal_name(db).await?;
    let mail = (cx.mail_config(), portal.as_str());
    let renewed = db::second_factor::confirm(db, &audit, mail, me, &code, cx.session()).await?;
    let wrong = || FieldErrors::of("code", FieldCode::WrongCode);
    crate::server::public_context().keep_session(&renewed.ok_or_else(wrong)?);
    leptos_axum::redirect("/second-factor");
    Ok(())
}

/// **I’ve saved them**: the recovery codes are not shown again.
#[server]
pub async fn hide_recovery_codes() -> Result<(), AppError> {
    let cx = crate::server::authorize(domain::policy::Action::SecureAccount).await?;
    db::second_factor::forget_shown(cx.db(), cx.actor.id).await?;
    leptos_axum::redirect("/second-factor");
    Ok(())
}

/// **Make new recovery codes**: the old ones no longer work.
#[server]
pub async fn replace_recovery_codes() -> Result<(), AppError> {
    let cx = crate::server::authorize(domain::policy::Action::SecureAccount).await?;
    cx.ensure_proven().await?;
    let portal = db::settings::portal_name(cx.db()).await?;
    let mail = (cx.mail_config(), portal.as_str());
    db::second_factor::renew_codes(cx.db(), &cx.audit(), mail, cx.actor.id).await?;
    leptos_axum::redirect("/second-factor");
    Ok(())
}

/// Removes the authenticator app if the password is right.
#[server]
pub async fn turn_off_second_factor(
    #[server(default)] present_password: String,
) -> Result<(), AppError> {
    let cx = crate::server::authorize(domain::policy::Action::SecureAccount).await?;
    let (db, me) = (cx.db(), cx.actor.id);
    cx.prove_password(&present_password).await?;
    let portal = db::settings::portal_name(db).await?;
    let mail = (cx.mail_config(), portal.as_str());
    let renewed = db::second_factor::remove_app(db, &cx.audit(), mail, me, cx.session()).await?;
    if let Some(renewed) = renewed {
        crate::server::public_context().keep_session(&renewed);
    }
    leptos_axum::redirect("/second-factor");
    Ok(())
}

/// Proves who one is, with the password or a code. For ten minutes nothing asks again.
#[server]
pub async fn prove_identity(#[server(default)] proof: String) -> Result<(), AppError> {
    use domain::field_error::{FieldCode, FieldErrors};
    let cx = crate::server::authorize(domain::policy::Action::SecureAccount).await?;
    let proven = db::sessions::prove(cx.db(), cx.actor.id, &proof, cx.session(), db::now());
    let proven = cx.check_own_password(proven).await?;
    let wrong = || FieldErrors::of("proof", FieldCode::WrongProof);
    crate::server::public_context().keep_session(&proven.ok_or_else(wrong)?);
    leptos_axum::redirect("/prove?done=yes");
    Ok(())
}

/// Removes the second factors of a user who has lost them.
#[server]
pub async fn reset_second_factor(user: UserId) -> Result<(), AppError> {
    let cx = crate::server::authorize_on(domain::policy::Action::EditUsers, [user.into()]).await?;
    cx.ensure_may_edit(user).await?;
    cx.ensure_proven().await?;
    let portal = db::settings::portal_name(cx.db()).await?;
    let mail = (cx.mail_config(), portal.as_str());
    db::second_factor::reset(cx.db(), &cx.audit(), mail, user).await?;
    Ok(())
}

/// Sets whether the users of a type need a second factor.
#[server]
pub async fn set_second_factor_demand(
    user_type: UserTypeId,
    #[server(default)] demanded: bool,
) -> Result<(), AppError> {
    let cx = crate::server::authorize(domain::policy::Action::EditUserTypes).await?;
    cx.ensure_proven().await?;
    let (audit, me) = (cx.audit(), cx.actor.id);
    db::user_types::set_demand(cx.db(), &audit, me, user_type, demanded).await?;
    Ok(())
}
