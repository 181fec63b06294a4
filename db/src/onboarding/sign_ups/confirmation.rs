//! Confirming an e-mail address by its link.
use super::approval::{activate, lock, release_sign_up};
use crate::{
    AuditContext, Db, Error,
    base::activity::ActivitySubject,
    delivery::one_time_tokens::{self, TokenPurpose},
    settings, users,
};
use domain::{
    activity::Activity, ids::UserId, settings::SignUpMode, time::Timestamp, users::UserState,
};
use sea_orm::{ActiveModelTrait, ActiveValue::Set, IntoActiveModel};

/// Whether the link confirms an address.
///
/// # Errors
/// The database failed.
pub async fn confirms(db: &Db, token: &str, now: Timestamp) -> Result<bool, Error> {
    one_time_tokens::is_valid(db.read(), TokenPurpose::Confirm, token, now).await
}

/// Consumes the link in the e-mail: its owner becomes active or waits for approval. Returns the
/// user and the new state.
///
/// # Errors
/// [`Error::LinkExpired`].
pub async fn confirm(
    db: &Db,
    audit: &AuditContext,
    token: &str,
) -> Result<(UserId, UserState), Error> {
    let txn = db.write().await?;
    let user = one_time_tokens::consume(&txn, TokenPurpose::Confirm, token, audit.at).await?;
    let row = lock(&txn, user).await?;
    let audit = AuditContext {
        actor: Some(user),
        name: row.full_name(),
        ..audit.clone()
    };
    ActivitySubject::user(user)
        .log(&txn, &audit, Activity::EmailConfirmed {})
        .await?;
    let from = row.signed_up_from.clone();
    users::set_origin(&txn, user, row.origin, None).await?;
    let mode = settings::effective_sign_up_mode(&txn, row.user_type_id).await?;
    // If sign-up has been closed since, an administrator decides.
    let state = if mode == SignUpMode::Direct {
        activate(&txn, &audit, row).await?;
        UserState::Registered
    } else {
        let mut row = row.into_active_model();
        row.state = Set(UserState::Waiting);
        row.update(&txn).await?;
        UserState::Waiting
    };
    txn.commit().await?;
    release_sign_up(db, from).await?;
    Ok((user, state))
}
