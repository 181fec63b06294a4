//! Users: the list and the editor with its tabs.
mod courses;
mod deleting;
mod files;
mod groups;
mod list;
mod locking;
pub mod profile;
mod row;

pub use courses::{get_course, list_courses};
pub use deleting::{delete, deletion_preview};
pub use files::{UserExport, check as upload_member_import, export};
pub use groups::list_groups;
pub use list::list;
pub(crate) use row::{check, fill, full_name, insert, insert_as, name, set_password, taken};

pub(crate) use locking::lock;

use crate::{
    AuditContext, Db, Error,
    access::{passwords, sessions, user_types},
    base::{
        activity::{self, ActivitySubject},
        entities::{user, user_type},
    },
    branches,
    delivery::one_time_tokens,
    enrolments,
    settings::{OnboardedUser, join_default_groups},
};
use domain::{
    ids::{BranchId, UserId, UserTypeId},
    permissions::BuiltIn,
    time::Timestamp,
    users::{Password, UserDetails, UserInfo, UserState},
};
use sea_orm::{ActiveModelTrait, ActiveValue::Set, EntityTrait, IntoActiveModel};

/// # Errors
/// [`Error::NotFound`].
pub async fn get(db: &Db, user: UserId) -> Result<UserDetails, Error> {
    let row = user::Entity::find_by_id(user.0)
        .one(db.read())
        .await?
        .ok_or(Error::NotFound)?;
    let kind = user_type::Entity::find_by_id(row.user_type_id)
        .one(db.read())
        .await?
        .ok_or(Error::InvalidData("users.user_type_id"))?;
    let branch = branches::find(db.read(), row.branch_id.map(BranchId)).await?;
    Ok(UserDetails {
        branch,
        id: UserId(row.id),
        first_name: row.first_name,
        last_name: row.last_name,
        login: row.login,
        email: row.email,
        user_type: UserTypeId(kind.id),
        user_type_name: kind.name,
        active: row.active,
        state: state(&row.state)?,
        created_at: Timestamp(row.created_at),
        version: row.version,
    })
}

/// Adds an active user to the default group; without a password they cannot sign in.
///
/// # Errors
/// [`Error::Taken`] for login or e-mail; [`Error::NotFound`] if the type was deleted.
pub async fn create(
    db: &Db,
    audit: &AuditContext,
    info: &UserInfo,
    password: Option<Password>,
) -> Result<UserId, Error> {
    let hash = hashed(password).await?;
    let txn = db.write().await?;
    let user = insert(&txn, info, hash, audit).await?;
    ActivitySubject::user(user)
        .log(&txn, audit, "user.add", format!("added {}", name(info)))
        .await?;
    join_default_groups(
        &txn,
        audit,
        audit.scope.branch,
        &[onboarded_user(user, info)],
    )
    .await?;
    txn.commit().await?;
    Ok(user)
}

fn onboarded_user(user: UserId, info: &UserInfo) -> OnboardedUser {
    OnboardedUser {
        user,
        name: name(info),
    }
}

/// Adds active users without passwords to the default group, all or none; returns their ids in
/// order.
///
/// # Errors
/// As for [`create`].
pub async fn create_many(
    db: &Db,
    audit: &AuditContext,
    infos: &[UserInfo],
) -> Result<Vec<UserId>, Error> {
    let txn = db.write().await?;
    let users = row::insert_many(&txn, infos, audit).await?;
    let lines = users.iter().zip(infos).map(|(user, info)| {
        let subject = ActivitySubject {
            user: Some(*user),
            ..ActivitySubject::NONE
        };
        (subject, format!("added {}", name(info)))
    });
    activity::log_many(&txn, audit, "user.add", lines).await?;
    let onboarded_users: Vec<_> = users
        .iter()
        .zip(infos)
        .map(|(user, info)| onboarded_user(*user, info))
        .collect();
    join_default_groups(&txn, audit, audit.scope.branch, &onboarded_users).await?;
    txn.commit().await?;
    Ok(users)
}

/// Saves the form; a new password ends the user's sessions.
///
/// # Errors
/// [`Error::NotFound`], [`Error::Taken`], [`Error::Conflict`], [`Error::LastSuperAdmin`].
pub async fn update(
    db: &Db,
    audit: &AuditContext,
    user: UserId,
    version: i64,
    info: &UserInfo,
    password: Option<Password>,
) -> Result<(), Error> {
    let hash = hashed(password).await?;
    let txn = db.write().await?;
    let stays = info.user_type == user_types::id_of(&txn, BuiltIn::SuperAdmin).await?;
    let old = lock(&txn, user, stays).await?;
    if old.version != version {
        return Err(Error::Conflict);
    }
    check(&txn, info, Some(user)).await?;
    let mut row = old.into_active_model();
    fill(&mut row, info);
    row.version = Set(version + 1);
    // A link sent to an older address, or requested before this change, must not work.
    one_time_tokens::end_all(&txn, one_time_tokens::TokenPurpose::Password, user).await?;
    let new_password = hash.is_some();
    if new_password {
        row.password_hash = Set(hash);
        sessions::end_all(&txn, user).await?;
    }
    row.update(&txn).await.map_err(taken)?;
    let also = if new_password {
        " and their password"
    } else {
        ""
    };
    let detail = format!("edited {}{also}", name(info));
    ActivitySubject::user(user)
        .log(&txn, audit, "user.edit", detail)
        .await?;
    Ok(txn.commit().await?)
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
    let standing = state(&row.state)?;
    if standing != UserState::Registered {
        return Err(Error::AccountPending(standing));
    }
    if row.active == active {
        return Ok(());
    }
    let name = full_name(&row);
    let version = row.version;
    let mut row = row.into_active_model();
    row.active = Set(active);
    row.version = Set(version + 1);
    row.update(&txn).await?;
    if !active {
        sessions::end_all(&txn, user).await?;
    }
    enrolments::recount_groups_of(&txn, user).await?;
    let (verb, did) = if active {
        ("user.activate", "activated")
    } else {
        ("user.deactivate", "deactivated")
    };
    ActivitySubject::user(user)
        .log(&txn, audit, verb, format!("{did} {name}"))
        .await?;
    Ok(txn.commit().await?)
}

pub(crate) fn state(code: &str) -> Result<UserState, Error> {
    UserState::from_code(code).ok_or(Error::InvalidData("users.state"))
}

async fn hashed(password: Option<Password>) -> Result<Option<String>, Error> {
    match password {
        Some(password) => passwords::hash(password).await.map(Some),
        None => Ok(None),
    }
}
