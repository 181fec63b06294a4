//! A new e-mail address of an account: proven by a link that is sent there.
use super::{CredentialChange, uniqueness::check_email};
use crate::{
    AuditContext, Db, Error, Txn,
    base::{activity::ActivitySubject, entities::user},
    delivery::{
        mail_config::MailConfig,
        mails,
        one_time_tokens::{self, TokenPurpose},
    },
    settings::portal_name_on,
};
use domain::{
    activity::Activity,
    ids::UserId,
    time::Timestamp,
    users::{Email, Login, UserInfo, UserState},
};
use sea_orm::{ActiveModelTrait, ActiveValue::Set, EntityTrait, IntoActiveModel, QuerySelect};

/// Mails the link to the new address, and a notice to the present one. Whether another account has the
/// address is not looked up: the link decides.
pub(super) async fn send_link(
    txn: &Txn,
    mail_config: MailConfig<'_>,
    user: &user::Model,
    (email, changes_login): (&Email, bool),
    at: Timestamp,
) -> Result<(), Error> {
    let address = email.as_str();
    let token = one_time_tokens::issue_for_email(txn, user.id, address, changes_login, at).await?;
    let portal = portal_name_on(txn).await?;
    let (templates, name) = (mail_config.templates(&portal), user.full_name());
    let notice = templates.email_requested(&name, email.as_str());
    mails::enqueue(txn, &user.email, &notice.subject, &notice.text, at).await?;
    let mail = templates.new_email(&name, &token);
    mails::enqueue_confidential(txn, email.as_str(), &mail.subject, &mail.text, at).await
}

/// Returns the address that the link proves; `None` if the link no longer works.
///
/// # Errors
/// The database failed.
pub async fn find_new_address(
    db: &Db,
    token: &str,
    now: Timestamp,
) -> Result<Option<String>, Error> {
    match one_time_tokens::email_of(db.read(), token, now).await {
        Ok((email, _)) => Ok(Some(email)),
        Err(Error::LinkExpired) => Ok(None),
        Err(error) => Err(error),
    }
}

/// Returns the address that the user asked for and has not confirmed yet.
///
/// # Errors
/// The database failed.
pub async fn pending_address(
    db: &Db,
    user: UserId,
    now: Timestamp,
) -> Result<Option<String>, Error> {
    one_time_tokens::pending_email(db.read(), user, now).await
}

/// Returns the fields of this account with another address, which becomes the login, too, if that is the old one.
pub(super) fn info_with(
    row: &user::Model,
    email: &Email,
    changes_login: bool,
) -> Result<UserInfo, Error> {
    let mut info = super::row::info_of(row, email)?;
    if changes_login && row.login_folded == row.email_folded {
        info.login = Login::parse(email.as_str()).map_err(|_| Error::InvalidData("users.email"))?;
    }
    Ok(info)
}

/// Uses up the link: the address counts from now on. Sessions end, except the one of `keep`.
///
/// # Errors
/// [`Error::LinkExpired`], also of an account that was deactivated; [`Error::AddressInUse`].
pub async fn confirm_new_address(
    db: &Db,
    audit: &AuditContext,
    mail_config: MailConfig<'_>,
    token: &str,
    keep: Option<&str>,
) -> Result<(), Error> {
    let txn = db.write().await?;
    let (email, changes_login) = one_time_tokens::email_of(&txn, token, audit.at).await?;
    let email = Email::parse(&email).map_err(|_| Error::InvalidData("one_time_links.email"))?;
    let user = one_time_tokens::consume(&txn, TokenPurpose::Email, token, audit.at).await?;
    let row = user::Entity::find_by_id(user)
        .lock_exclusive()
        .one(&txn)
        .await?
        .filter(|row| row.active && row.state == UserState::Registered)
        .ok_or(Error::LinkExpired)?;
    check_email(&txn, &email, user).await?;
    let change = CredentialChange {
        before: &row,
        email: email.as_str(),
        new_password: false,
        keep,
    };
    change.follow(&txn, mail_config, audit.at).await?;
    let audit = AuditContext {
        actor: Some(user),
        name: row.full_name(),
        ..audit.clone()
    };
    let version = row.version;
    let info = info_with(&row, &email, changes_login)?;
    let mut row = row.into_active_model();
    super::fill(&mut row, &info);
    row.version = Set(version + 1);
    row.update(&txn).await?;
    ActivitySubject::user(user)
        .log(&txn, &audit, Activity::EmailChanged {})
        .await?;
    txn.commit().await
}
