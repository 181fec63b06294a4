//! A user's row: what the form fills in, and what nobody else may have.
use crate::{
    Error, Taken, Txn,
    entities::{user, user_type},
    fold::{clip, fold, search},
};
use domain::{ids::UserId, people::UserInfo, time::Timestamp};
use sea_orm::{
    ActiveModelTrait, ActiveValue::Set, ColumnTrait, Condition, EntityTrait, QueryFilter,
    QuerySelect,
};

/// Adds an active user and logs nothing.
pub(crate) async fn insert(
    txn: &Txn,
    info: &UserInfo,
    password_hash: Option<String>,
    at: Timestamp,
) -> Result<UserId, Error> {
    check(txn, info, None).await?;
    let mut row = user::ActiveModel {
        password_hash: Set(password_hash),
        active: Set(true),
        created_at: Set(at.0),
        version: Set(1),
        ..Default::default()
    };
    fill(&mut row, info);
    let made = row.insert(txn).await.map_err(taken)?;
    Ok(UserId(made.id))
}

/// First and last name.
pub(crate) fn name(info: &UserInfo) -> String {
    format!("{} {}", info.first_name.as_str(), info.last_name.as_str())
}

/// First and last name of a user who is there.
pub(crate) fn full_name(user: &user::Model) -> String {
    format!("{} {}", user.first_name, user.last_name)
}

pub(crate) fn fill(row: &mut user::ActiveModel, info: &UserInfo) {
    let (first, last) = (info.first_name.as_str(), info.last_name.as_str());
    let (login, email) = (info.login.as_str(), info.email.as_str());
    row.login = Set(login.to_owned());
    row.login_folded = Set(fold(login));
    row.email = Set(email.to_owned());
    row.email_folded = Set(fold(email));
    row.first_name = Set(first.to_owned());
    row.last_name = Set(last.to_owned());
    row.sort_name = Set(clip(fold(&format!("{last} {first}")), 800));
    row.search = Set(clip(
        search(&[&format!("{first} {last}"), login, email]),
        1_700,
    ));
    row.user_type_id = Set(info.user_type.0);
}

/// Login, e-mail and type can be had. A login may not be another's e-mail address either: both
/// are typed into one field to sign in.
pub(crate) async fn check(txn: &Txn, info: &UserInfo, except: Option<UserId>) -> Result<(), Error> {
    let (login, email) = (fold(info.login.as_str()), fold(info.email.as_str()));
    let others = user::Entity::find()
        .filter(user::Column::Id.ne(except.map_or(0, |user| user.0)))
        .filter(
            Condition::any()
                .add(user::Column::LoginFolded.is_in([&login, &email]))
                .add(user::Column::EmailFolded.is_in([&login, &email])),
        )
        .all(txn)
        .await?;
    let has = |text: &str| {
        others
            .iter()
            .any(|other| other.login_folded == text || other.email_folded == text)
    };
    if has(&login) {
        return Err(Error::Taken(Taken::Login));
    }
    if has(&email) {
        return Err(Error::Taken(Taken::Email));
    }
    user_type::Entity::find_by_id(info.user_type.0)
        .lock_shared()
        .one(txn)
        .await?
        .ok_or(Error::NotFound)?;
    Ok(())
}

/// What a unique index said, where two got past [`check`] at once.
pub(crate) fn taken(error: sea_orm::DbErr) -> Error {
    let email = error.to_string().contains("email");
    let taken = if email { Taken::Email } else { Taken::Login };
    Error::or_taken(error, taken)
}
