//! The user's own profile: names, e-mail address, password, and open sessions.
pub use super::own_sessions::{end_other_sessions, end_session, sessions};

use crate::{
    AuditContext, Db, Error, Txn,
    access::{passwords, sessions},
    base::{activity::ActivitySubject, entities::user, search_text::case_fold},
    delivery::mail_config::MailConfig,
    users::{
        self, CredentialChange, check, fill,
        new_address::{info_with, send_link},
        row::info_of,
    },
};
use domain::{
    activity::{Activity, PasswordChange},
    edits::{FormVersion, SavedForm},
    ids::UserId,
    profile::ProfileInfo,
    time::Timestamp,
    users::{Email, Password, UserDetails, UserInfo},
};
use sea_orm::{
    ActiveModelTrait, ActiveValue::Set, ColumnTrait, EntityTrait, IntoActiveModel, QueryFilter,
    QuerySelect,
};

/// Returns a user for the form in which they edit their own profile.
///
/// # Errors
/// [`Error::NotFound`].
pub async fn get(db: &Db, user: UserId) -> Result<UserDetails, Error> {
    let details = users::get(db, user).await?;
    let (first, last) = (&details.first_name, &details.last_name);
    let version = saved(first, last, &details.email).version();
    Ok(UserDetails { version, ..details })
}

/// Proof that the user of this session typed their present password just now.
pub struct OwnPassword {
    user: UserId,
    hash: Option<String>,
    session: String,
}

impl OwnPassword {
    fn is_of(&self, user: &user::Model) -> bool {
        self.user == user.id && self.hash == user.password_hash
    }
}

/// Checks the user's present password; `None` if it is another one. The caller asks the throttle first.
///
/// # Errors
/// [`Error::NotFound`], [`Error::Overloaded`].
pub async fn prove_password(
    db: &Db,
    user: UserId,
    present: &str,
    session: &str,
) -> Result<Option<OwnPassword>, Error> {
    let row = user::Entity::find_by_id(user).one(db.read()).await?;
    let hash = row.ok_or(Error::NotFound)?.password_hash;
    let right = passwords::verify(present, hash.clone()).await?;
    Ok(right.then(|| OwnPassword {
        user,
        hash,
        session: session.to_owned(),
    }))
}

/// Whether this is another address than the user's.
///
/// # Errors
/// [`Error::NotFound`].
pub async fn is_new_address(db: &Db, user: UserId, email: &Email) -> Result<bool, Error> {
    let row = user::Entity::find_by_id(user).one(db.read()).await?;
    Ok(row.ok_or(Error::NotFound)?.email_folded != case_fold(email.as_str()))
}

/// Saves the form in which users edit their own profile. A new address needs the password, and counts
/// when the link sent there is opened; at once where the portal sends no e-mail.
///
/// # Errors
/// [`Error::NotFound`], [`Error::Edited`]; without a mail server [`Error::Taken`] for the address.
pub async fn update(
    db: &Db,
    audit: &AuditContext,
    mail_config: MailConfig<'_>,
    user: UserId,
    version: &FormVersion,
    profile: &ProfileInfo,
    proof: Option<&OwnPassword>,
) -> Result<(), Error> {
    let txn = db.write().await?;
    let old = user::Entity::find_by_id(user)
        .lock_exclusive()
        .one(&txn)
        .await?
        .ok_or(Error::NotFound)?;
    saved(&old.first_name, &old.last_name, &old.email).check(version)?;
    let present = Email::parse(&old.email).map_err(|_| Error::InvalidData("users.email"))?;
    let is_new = old.email_folded != case_fold(profile.email.as_str());
    let waits = is_new && mail_config.sends;
    let info = UserInfo {
        first_name: profile.first_name.clone(),
        last_name: profile.last_name.clone(),
        ..if waits {
            info_of(&old, &present)?
        } else {
            info_with(&old, &profile.email, profile.changes_login)?
        }
    };
    check(&txn, &info, Some(user)).await?;
    if is_new {
        let proof = proof.filter(|proof| proof.is_of(&old));
        change_address(&txn, mail_config, &old, profile, proof, audit.at).await?;
    }
    let edits = old.version;
    let mut row = old.into_active_model();
    fill(&mut row, &info);
    row.version = Set(edits + 1);
    row.update(&txn).await?;
    let changed = if is_new && !waits {
        Activity::EmailChanged {}
    } else {
        Activity::ProfileEdited {}
    };
    ActivitySubject::user(user)
        .log(&txn, audit, changed)
        .await?;
    txn.commit().await
}

fn saved(first_name: &str, last_name: &str, email: &str) -> SavedForm {
    SavedForm::new()
        .text("First name", first_name)
        .text("Last name", last_name)
        .text("E-mail", email)
}

/// Sends the link that the new address waits for. Without a mail server the address counts at once, and
/// ends other sessions.
async fn change_address(
    txn: &Txn,
    mail_config: MailConfig<'_>,
    old: &user::Model,
    profile: &ProfileInfo,
    proof: Option<&OwnPassword>,
    at: Timestamp,
) -> Result<(), Error> {
    // Without a proof, or with one of an older password, someone else edited the account.
    let proof = proof.ok_or(Error::Conflict)?;
    if mail_config.sends {
        let new = (&profile.email, profile.changes_login);
        return send_link(txn, mail_config, old, new, at).await;
    }
    let change = CredentialChange {
        before: old,
        email: profile.email.as_str(),
        new_password: false,
        keep: Some(&proof.session),
    };
    change.follow(txn, mail_config, at).await
}

/// Sets another password, tells the user by e-mail, ends all their sessions, and opens a new one for the
/// requesting browser. Returns its token, or `None` if `present` is not the current password. The caller
/// asks the throttle first.
///
/// # Errors
/// The database failed.
pub async fn change_password(
    db: &Db,
    audit: &AuditContext,
    mail_config: MailConfig<'_>,
    user: UserId,
    present: &str,
    password: Password,
    user_agent: &str,
) -> Result<Option<String>, Error> {
    let row = user::Entity::find_by_id(user).one(db.read()).await?;
    let row = row.ok_or(Error::NotFound)?;
    let password = users::accept_password(db.read(), password, users::words_of_row(&row)).await?;
    let seen = row.password_hash;
    // Outside any transaction: both take long.
    if !passwords::verify(present, seen.clone()).await? {
        return Ok(None);
    }
    let hash = passwords::hash(password).await?;
    let txn = db.write().await?;
    // The user may have been deactivated or given another password during the check.
    let still = user::Entity::find_by_id(user)
        .filter(user::Column::Active.eq(true))
        .filter(user::Column::PasswordHash.eq(seen))
        .lock_exclusive()
        .one(&txn)
        .await?;
    let Some(row) = still else { return Ok(None) };
    let change = CredentialChange {
        before: &row,
        email: &row.email,
        new_password: true,
        keep: None,
    };
    change.follow(&txn, mail_config, audit.at).await?;
    users::set_password(&txn, row, hash).await?;
    let token = sessions::insert(&txn, user, &audit.address, user_agent, audit.at).await?;
    let how = PasswordChange::Profile;
    ActivitySubject::user(user)
        .log(&txn, audit, Activity::PasswordChanged { how })
        .await?;
    txn.commit().await?;
    Ok(Some(token))
}
