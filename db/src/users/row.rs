//! A user's row: the fields of the form.
use super::uniqueness::{check, check_many, refuse_twins};
use crate::{
    AuditContext, Error, Txn,
    base::{
        activity::ROWS_AT_ONCE,
        entities::user::{self, full_name},
        locks::lock_branch_shared,
        search_text::{case_fold, of_user},
        sql::Sql,
    },
};
use domain::{
    ids::UserId,
    throttle::Source,
    users::{AccountOrigin, Email, Login, NewUser, PersonName, UserInfo, UserState},
};
use sea_orm::{
    ActiveModelTrait, ActiveValue::Set, ColumnTrait, EntityTrait, FromQueryResult, IntoActiveModel,
    QueryFilter, sea_query::Expr,
};
use std::collections::HashMap;

/// Adds an active user to the branch of `audit` and logs nothing.
pub(crate) async fn insert(
    txn: &Txn,
    info: &UserInfo,
    password_hash: Option<String>,
    audit: &AuditContext,
) -> Result<UserId, Error> {
    insert_as(txn, info, password_hash, UserState::Registered, audit).await
}

/// Adds a user, active unless they have to wait, and logs nothing.
pub(crate) async fn insert_as(
    txn: &Txn,
    info: &UserInfo,
    password_hash: Option<String>,
    state: UserState,
    audit: &AuditContext,
) -> Result<UserId, Error> {
    lock_branch_shared(txn, audit.scope.branch).await?;
    check(txn, info, None).await?;
    let row = fresh(info, password_hash, state, audit);
    let made = row.insert(txn).await?;
    Ok(made.id)
}

/// Notes how the account came to be, and from where it counts against signing up.
pub(crate) async fn set_origin(
    txn: &Txn,
    user: UserId,
    origin: AccountOrigin,
    source: Option<Source>,
) -> Result<(), Error> {
    let source = source.filter(|_| origin == AccountOrigin::SelfMade);
    user::Entity::update_many()
        .col_expr(user::Column::Origin, Expr::value(origin))
        .col_expr(
            user::Column::SignedUpFrom,
            Expr::value(source.map(|source| source.to_string())),
        )
        .filter(user::Column::Id.eq(user))
        .exec(txn)
        .await?;
    Ok(())
}

fn fresh(
    info: &UserInfo,
    password_hash: Option<String>,
    state: UserState,
    audit: &AuditContext,
) -> user::ActiveModel {
    let mut row = user::ActiveModel {
        password_hash: Set(password_hash),
        active: Set(state == UserState::Registered),
        state: Set(state),
        created_at: Set(audit.at),
        branch_id: Set(audit.scope.branch),
        version: Set(1),
        ..Default::default()
    };
    fill(&mut row, info);
    row
}

#[derive(FromQueryResult)]
struct AddedUser {
    login_folded: String,
    id: UserId,
}

/// Adds users without passwords in a few statements; returns their ids in order. Logs nothing.
pub(crate) async fn insert_many(
    txn: &Txn,
    users: &[NewUser],
    audit: &AuditContext,
) -> Result<Vec<UserId>, Error> {
    lock_branch_shared(txn, audit.scope.branch).await?;
    let infos: Vec<&UserInfo> = users.iter().map(|user| &user.info).collect();
    refuse_twins(&infos)?;
    check_many(txn, &infos).await?;
    let mut ids = HashMap::with_capacity(infos.len());
    for some in users.chunks(ROWS_AT_ONCE) {
        let rows = some.iter().map(|user| user::ActiveModel {
            active: Set(user.active),
            ..fresh(&user.info, None, UserState::Registered, audit)
        });
        user::Entity::insert_many(rows)
            .exec_without_returning(txn)
            .await?;
        let logins: Vec<_> = some
            .iter()
            .map(|user| case_fold(user.info.login.as_str()))
            .collect();
        let added: Vec<AddedUser> = Sql::new(txn)
            .text("SELECT u.login_folded, u.id FROM users u JOIN ")
            .texts(&logins)
            .text(" i ON i.text = u.login_folded")
            .all(txn)
            .await?;
        ids.extend(added.into_iter().map(|user| (user.login_folded, user.id)));
    }
    infos
        .iter()
        .map(|info| ids.get(&case_fold(info.login.as_str())).copied())
        .collect::<Option<_>>()
        .ok_or(Error::InvalidData("users.login_folded"))
}

/// First and last name.
pub(crate) fn name(info: &UserInfo) -> String {
    full_name(info.first_name.as_str(), info.last_name.as_str())
}

/// Sets another password for the locked user. What follows from it is [`CredentialChange::follow`]'s.
///
/// [`CredentialChange::follow`]: super::CredentialChange::follow
pub(crate) async fn set_password(txn: &Txn, user: user::Model, hash: String) -> Result<(), Error> {
    let version = user.version;
    let mut row = user.into_active_model();
    row.password_hash = Set(Some(hash));
    row.version = Set(version + 1);
    row.update(txn).await?;
    Ok(())
}

pub(crate) fn fill(row: &mut user::ActiveModel, info: &UserInfo) {
    let (first, last) = (info.first_name.as_str(), info.last_name.as_str());
    let (login, email) = (info.login.as_str(), info.email.as_str());
    row.login = Set(login.to_owned());
    row.login_folded = Set(case_fold(login));
    row.email = Set(email.to_owned());
    row.email_folded = Set(case_fold(email));
    row.first_name = Set(first.to_owned());
    row.last_name = Set(last.to_owned());
    let keys = of_user(first, last, login, email);
    row.sort_name = Set(keys.sort_name);
    row.search = Set(keys.search);
    row.user_type_id = Set(info.user_type);
}

/// The fields of this account, with another address.
pub(super) fn info_of(row: &user::Model, email: &Email) -> Result<UserInfo, Error> {
    Ok(UserInfo {
        first_name: PersonName::parse(&row.first_name)
            .map_err(|_| Error::InvalidData("users.first_name"))?,
        last_name: PersonName::parse(&row.last_name)
            .map_err(|_| Error::InvalidData("users.last_name"))?,
        email: email.clone(),
        login: Login::parse(&row.login).map_err(|_| Error::InvalidData("users.login"))?,
        user_type: row.user_type_id,
    })
}
