//! Users: the list and the editor with its tabs.
mod bulk;
mod courses;
mod credentials;
mod deleting;
mod files;
mod groups;
mod list;
mod locking;
mod new_address;
mod new_password;
mod own_sessions;
pub mod profile;
mod row;
mod super_admins;
mod uniqueness;

pub use crate::onboarding::new_users::{create, create_many, import};
pub(crate) use bulk::{delete_all, replace_all, set_active_of, set_passwords_of};
pub use courses::{get_course, list_courses};
pub(crate) use credentials::{CredentialChange, end_links};
pub use deleting::{delete, deletion_preview};
pub(crate) use files::PERSON_COLUMNS;
pub use files::{PersonExport, UserExport, export};
pub use groups::list_groups;
pub(crate) use list::narrowed;
pub use list::{list, list_sorted};
pub(crate) use row::{fill, insert, insert_as, insert_many, name, set_origin, set_password};
pub(crate) use uniqueness::{check, is_name_in_use, names_taken};

pub(crate) use locking::{SuperAdmins, lock};
pub use new_address::{confirm_new_address, find_new_address, pending_address};
pub(crate) use new_password::{accept_password, hash_new, words_of_row};
pub use new_password::{ensure_acceptable, reset_password};

pub use super_admins::{SuperAdmin, super_admins};

use crate::{
    AuditContext, Db, Error,
    access::{second_factor::state::is_on, sessions, user_types},
    base::{
        activity::ActivitySubject,
        entities::{user, user_type},
    },
    branches,
    delivery::mail_config::MailConfig,
    enrolments,
};
use domain::{
    activity::Activity,
    edits::{FormVersion, SavedForm},
    ids::UserId,
    permissions::BuiltIn,
    users::{Password, UserDetails, UserInfo, UserState},
};
use sea_orm::{ActiveModelTrait, ActiveValue::Set, EntityTrait, IntoActiveModel};

/// Returns a user with their type and branch.
///
/// # Errors
/// [`Error::NotFound`].
pub async fn get(db: &Db, user: UserId) -> Result<UserDetails, Error> {
    let row = user::Entity::find_by_id(user)
        .one(db.read())
        .await?
        .ok_or(Error::NotFound)?;
    let kind = user_type::Entity::find_by_id(row.user_type_id)
        .one(db.read())
        .await?
        .ok_or(Error::InvalidData("users.user_type_id"))?;
    let state = row.state;
    let version = saved(&row, &kind).version();
    let branch = branches::find(db.read(), row.branch_id).await?;
    Ok(UserDetails {
        branch,
        id: row.id,
        first_name: row.first_name,
        last_name: row.last_name,
        login: row.login,
        email: row.email,
        user_type: kind.id,
        user_type_name: kind.name,
        active: row.active,
        state,
        has_second_factor: is_on(db.read(), user).await?,
        created_at: row.created_at,
        version,
    })
}

/// Saves the form. A new password or address ends the user's sessions, and the owner is told.
///
/// # Errors
/// [`Error::NotFound`], [`Error::Taken`], [`Error::Edited`], [`Error::LastSuperAdmin`],
/// [`Error::PasswordRejected`]; [`Error::Conflict`] if the user's type was changed at this moment.
pub async fn update(
    db: &Db,
    audit: &AuditContext,
    mail_config: MailConfig<'_>,
    user: UserId,
    version: &FormVersion,
    info: &UserInfo,
    password: Option<Password>,
) -> Result<(), Error> {
    let hash = hashed(db, info, password).await?;
    let txn = db.write().await?;
    let stays = info.user_type == user_types::id_of(&txn, BuiltIn::SuperAdmin).await?;
    let old = lock(&txn, user, stays).await?;
    let kind = user_type::Entity::find_by_id(old.user_type_id);
    let kind = kind.one(&txn).await?;
    let kind = kind.ok_or(Error::InvalidData("users.user_type_id"))?;
    saved(&old, &kind).check(version)?;
    check(&txn, info, Some(user)).await?;
    let new_password = hash.is_some();
    let change = CredentialChange {
        before: &old,
        email: info.email.as_str(),
        new_password,
        keep: None,
    };
    change.follow(&txn, mail_config, audit.at).await?;
    let edits = old.version;
    let mut row = old.into_active_model();
    fill(&mut row, info);
    row.version = Set(edits + 1);
    if new_password {
        row.password_hash = Set(hash);
    }
    row.update(&txn).await?;
    let edited = Activity::UserEdited {
        user: name(info),
        new_password,
    };
    ActivitySubject::user(user).log(&txn, audit, edited).await?;
    txn.commit().await
}

/// Returns the form of a user as it is saved, without the password.
fn saved(row: &user::Model, kind: &user_type::Model) -> SavedForm {
    SavedForm::new()
        .text("First name", &*row.first_name)
        .text("Last name", &*row.last_name)
        .text("E-mail", &*row.email)
        .text("Login", &*row.login)
        .choice("User type", kind.id, &*kind.name)
}

/// Activates or deactivates a user. Deactivating ends their sessions. The drift of their groups
/// is recounted, because inactive members do not count.
///
/// # Errors
/// [`Error::NotFound`], [`Error::LastSuperAdmin`]; [`Error::Conflict`] if the user's type was
/// changed at this moment; [`Error::AccountPending`] for a user still to be approved.
pub async fn set_active(
    db: &Db,
    audit: &AuditContext,
    user: UserId,
    active: bool,
) -> Result<(), Error> {
    let txn = db.write().await?;
    let row = lock(&txn, user, active).await?;
    let standing = row.state;
    if standing != UserState::Registered {
        return Err(Error::AccountPending(standing));
    }
    if row.active == active {
        return Ok(());
    }
    let name = row.full_name();
    let activity = if active {
        Activity::UserActivated { user: name }
    } else {
        Activity::UserDeactivated { user: name }
    };
    let version = row.version;
    let mut row = row.into_active_model();
    row.active = Set(active);
    row.version = Set(version + 1);
    row.update(&txn).await?;
    if !active {
        sessions::end_all(&txn, user).await?;
    }
    enrolments::recount_groups_of(&txn, user).await?;
    ActivitySubject::user(user)
        .log(&txn, audit, activity)
        .await?;
    txn.commit().await
}

/// Returns the hash of a password for the user of this form.
pub(crate) async fn hashed(
    db: &Db,
    info: &UserInfo,
    password: Option<Password>,
) -> Result<Option<String>, Error> {
    let Some(password) = password else {
        return Ok(None);
    };
    hash_new(db, info, password).await.map(Some)
}
