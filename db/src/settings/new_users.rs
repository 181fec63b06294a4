//! Settings for new users: their type, and whether they can sign up.
use super::{default_group, lock, put, value};
use crate::{
    AuditContext, Db, Error, Txn,
    access::user_types,
    base::{
        activity::log_setting,
        entities::{group, user_type},
    },
};
use domain::{
    activity::SettingsEdit,
    edits::{FormVersion, SavedForm},
    events::{ChangeEvent, ListKind},
    ids::UserTypeId,
    permissions::Role,
    policy::Action,
    settings::{DefaultGroup, NewUserSettings, SignUpMode, SignUpOptions},
};
use sea_orm::{ConnectionTrait, EntityTrait, QuerySelect};

const SIGN_UP: &str = "sign_up";

/// **Settings** > Users, with all types.
///
/// # Errors
/// The database failed.
pub async fn new_users(db: &Db) -> Result<NewUserSettings, Error> {
    let group = match default_group(db).await? {
        Some(id) => group::Entity::find_by_id(id).one(db.read()).await?,
        None => None,
    };
    let version = saved(db.read()).await?.version();
    Ok(NewUserSettings {
        version,
        default_group: group.map(|row| DefaultGroup {
            id: row.id,
            name: row.name,
            courses: row.course_count,
        }),
        default_type: user_types::default_user_type(db.read()).await?,
        sign_up: sign_up(db).await?,
        types: user_types::list(db).await?,
    })
}

/// Whether guests can sign up.
///
/// # Errors
/// The database failed.
pub async fn sign_up(db: &Db) -> Result<SignUpMode, Error> {
    sign_up_on(db.read()).await
}

/// Returns the sign-up options for guests; `mails` says whether the portal sends e-mails.
///
/// # Errors
/// The database failed.
pub async fn sign_up_options(db: &Db, mails: bool) -> Result<SignUpOptions, Error> {
    let user_type = user_types::default_user_type(db.read()).await?;
    Ok(SignUpOptions {
        sign_up: sign_up(db).await?,
        by_key: joins_by_key(db.read(), user_type).await?,
        mails,
    })
}

/// Saves what new users get and whether they can sign up.
///
/// # Errors
/// [`Error::NotFound`] if the type does not exist; [`Error::DefaultTypeIsAdmin`] if everyone who
/// signs up would be an administrator right away; [`Error::Edited`].
pub async fn update_new_users(
    db: &Db,
    audit: &AuditContext,
    version: &FormVersion,
    user_type: UserTypeId,
    sign_up: SignUpMode,
) -> Result<(), Error> {
    let txn = db.write().await?;
    txn.publish(ChangeEvent::List(ListKind::Settings));
    lock(&txn).await?;
    saved(&txn).await?.check(version)?;
    let row = user_type::Entity::find_by_id(user_type)
        .lock_shared()
        .one(&txn)
        .await?
        .ok_or(Error::NotFound)?;
    if sign_up == SignUpMode::Direct && administers(&txn, user_type).await? {
        return Err(Error::DefaultTypeIsAdmin);
    }
    if user_types::default_user_type(&txn).await? != user_type {
        user_types::set_default_user_type(&txn, user_type).await?;
        log_setting(&txn, audit, SettingsEdit::DefaultUserType(row.name)).await?;
    }
    if sign_up_on(&txn).await? != sign_up {
        put(&txn, SIGN_UP, sign_up.code()).await?;
        log_setting(&txn, audit, SettingsEdit::SignUp(sign_up)).await?;
    }
    txn.commit().await
}

/// Returns the form of what new accounts get, as it is saved.
async fn saved(conn: &impl ConnectionTrait) -> Result<SavedForm, Error> {
    let user_type = user_types::default_user_type(conn).await?;
    let found = user_type::Entity::find_by_id(user_type).one(conn).await?;
    let sign_up = sign_up_on(conn).await?;
    let name = found.map(|row| row.name).unwrap_or_default();
    Ok(SavedForm::new()
        .choice("Default user type", user_type, name)
        .choice("Sign-up", sign_up.code(), sign_up.label()))
}

/// How someone who signs up now gets in. If the type was given an administrator's permissions
/// later, an administrator has to approve.
pub(crate) async fn effective_sign_up_mode(
    txn: &Txn,
    user_type: UserTypeId,
) -> Result<SignUpMode, Error> {
    match sign_up_on(txn).await? {
        SignUpMode::Direct if administers(txn, user_type).await? => Ok(SignUpMode::Approval),
        mode => Ok(mode),
    }
}

async fn sign_up_on(conn: &impl ConnectionTrait) -> Result<SignUpMode, Error> {
    match value(conn, SIGN_UP).await? {
        Some(code) => SignUpMode::from_code(&code).ok_or(Error::InvalidData("settings.sign_up")),
        None => Ok(SignUpMode::default()),
    }
}

/// Whether users of this type can join by key.
pub(crate) async fn joins_by_key(
    conn: &impl ConnectionTrait,
    user_type: UserTypeId,
) -> Result<bool, Error> {
    let permissions = user_types::permissions_on(conn, user_type).await?;
    Ok(Action::JoinByKey.is_allowed(&permissions))
}

async fn administers(conn: &impl ConnectionTrait, user_type: UserTypeId) -> Result<bool, Error> {
    let permissions = user_types::permissions_on(conn, user_type).await?;
    Ok(permissions
        .iter()
        .any(|permission| permission.role() == Some(Role::Administrator)))
}
