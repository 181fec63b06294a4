//! A user's row: the fields of the form, and checks that its texts are unique.
use crate::{
    AuditContext, Error, Taken, Txn,
    base::{
        activity::ROWS_AT_ONCE,
        entities::{
            user::{self, full_name},
            user_type,
        },
        locks::lock_branch_shared,
        search_text::{case_fold, of_user},
        sql::Sql,
    },
};
use domain::{
    ids::{UserId, UserTypeId},
    throttle::Source,
    users::{AccountOrigin, Email, Login, NewUser, PersonName, UserInfo, UserState},
};
use sea_orm::{
    ActiveModelTrait, ActiveValue::Set, ColumnTrait, Condition, ConnectionTrait, EntityTrait,
    FromQueryResult, IntoActiveModel, QueryFilter, QueryOrder, QuerySelect, sea_query::Expr,
};
use std::collections::{BTreeSet, HashMap, HashSet};

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

/// Refuses a list in which two share a login or an address.
fn refuse_twins(infos: &[&UserInfo]) -> Result<(), Error> {
    let mut names = HashMap::new();
    for (place, info) in infos.iter().enumerate() {
        for (text, what) in [
            (info.login.as_str(), Taken::Login),
            (info.email.as_str(), Taken::Email),
        ] {
            // A user's address may be their login.
            if *names.entry(case_fold(text)).or_insert(place) != place {
                return Err(Error::Taken(what));
            }
        }
    }
    Ok(())
}

/// As [`check`] for many, without telling a login from an address.
async fn check_many(txn: &Txn, infos: &[&UserInfo]) -> Result<(), Error> {
    let names: Vec<String> = infos
        .iter()
        .flat_map(|info| {
            [
                case_fold(info.login.as_str()),
                case_fold(info.email.as_str()),
            ]
        })
        .collect();
    let taken = names_taken(txn, &names).await?;
    for info in infos {
        if taken.contains(&case_fold(info.login.as_str())) {
            return Err(Error::Taken(Taken::Login));
        }
        if taken.contains(&case_fold(info.email.as_str())) {
            return Err(Error::Taken(Taken::Email));
        }
    }
    let types: BTreeSet<UserTypeId> = infos.iter().map(|info| info.user_type).collect();
    let there = user_type::Entity::find()
        .filter(user_type::Column::Id.is_in(types.iter().copied()))
        .order_by_asc(user_type::Column::Id)
        .lock_shared()
        .all(txn)
        .await?;
    if there.len() == types.len() {
        Ok(())
    } else {
        Err(Error::NotFound)
    }
}

/// Returns which of these folded texts are in use as a login or an e-mail address.
pub(crate) async fn names_taken(
    conn: &impl ConnectionTrait,
    names: &[String],
) -> Result<HashSet<String>, Error> {
    let names = Sql::new(conn)
        .text("SELECT i.text FROM ")
        .texts(names)
        .text(" i JOIN users u ON u.login_folded = i.text UNION SELECT i.text FROM ")
        .texts(names)
        .text(" i JOIN users u ON u.email_folded = i.text")
        .column(conn)
        .await?;
    Ok(names.into_iter().collect())
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

/// Refuses an address that signs in another account.
pub(super) async fn check_email(txn: &Txn, email: &Email, user: UserId) -> Result<(), Error> {
    let folded = case_fold(email.as_str());
    let other = user::Entity::find()
        .filter(user::Column::Id.ne(user))
        .filter(
            Condition::any()
                .add(user::Column::LoginFolded.eq(&folded))
                .add(user::Column::EmailFolded.eq(&folded)),
        )
        .one(txn)
        .await?;
    match other {
        Some(_) => Err(Error::AddressInUse),
        None => Ok(()),
    }
}

/// Whether someone signs in with this text: it is their login or their address.
pub(crate) async fn is_name_in_use(txn: &Txn, name: &str) -> Result<bool, Error> {
    let folded = case_fold(name);
    let found = user::Entity::find()
        .filter(
            Condition::any()
                .add(user::Column::LoginFolded.eq(&folded))
                .add(user::Column::EmailFolded.eq(&folded)),
        )
        .one(txn)
        .await?;
    Ok(found.is_some())
}

/// Refuses a login, e-mail address or type that cannot be used, and says what it is of another user. A login must not
/// be another user's address either, because both are entered in the same field to sign in.
pub(crate) async fn check(txn: &Txn, info: &UserInfo, except: Option<UserId>) -> Result<(), Error> {
    let (login, email) = (
        case_fold(info.login.as_str()),
        case_fold(info.email.as_str()),
    );
    let others = user::Entity::find()
        .filter(user::Column::Id.ne(except.unwrap_or(UserId(0))))
        .filter(
            Condition::any()
                .add(user::Column::LoginFolded.is_in([&login, &email]))
                .add(user::Column::EmailFolded.is_in([&login, &email])),
        )
        .all(txn)
        .await?;
    let signs_in_as = |text: &str| others.iter().any(|other| other.login_folded == text);
    let has_address = |text: &str| others.iter().any(|other| other.email_folded == text);
    let reasons = [
        (signs_in_as(&login), Taken::Login),
        (has_address(&login), Taken::LoginIsAddress),
        (has_address(&email), Taken::Email),
        (signs_in_as(&email), Taken::EmailIsLogin),
    ];
    if let Some((_, taken)) = reasons.into_iter().find(|(is_taken, _)| *is_taken) {
        return Err(Error::Taken(taken));
    }
    user_type::Entity::find_by_id(info.user_type)
        .lock_shared()
        .one(txn)
        .await?
        .ok_or(Error::NotFound)?;
    Ok(())
}
