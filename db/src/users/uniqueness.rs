//! Logins and addresses are of one user each: a login must not be another user's address either, because both are
//! entered in the same field to sign in.
use crate::{
    Error, Taken, Txn,
    base::{
        entities::{user, user_type},
        search_text::case_fold,
        sql::Sql,
    },
};
use domain::{
    ids::{UserId, UserTypeId},
    users::{Email, UserInfo},
};
use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect,
};
use std::collections::{BTreeSet, HashMap, HashSet};

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
    Ok(!names_taken(txn, &[case_fold(name)]).await?.is_empty())
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
    refuse_taken([&login, &email], signs_in_as, has_address)?;
    user_type::Entity::find_by_id(info.user_type)
        .lock_shared()
        .one(txn)
        .await?
        .ok_or(Error::NotFound)?;
    Ok(())
}

/// Says what a folded login or address is of another user.
fn refuse_taken(
    [login, email]: [&str; 2],
    is_login: impl Fn(&str) -> bool,
    is_address: impl Fn(&str) -> bool,
) -> Result<(), Error> {
    let reasons = [
        (is_login(login), Taken::Login),
        (is_address(login), Taken::LoginIsAddress),
        (is_address(email), Taken::Email),
        (is_login(email), Taken::EmailIsLogin),
    ];
    match reasons.into_iter().find(|(is_taken, _)| *is_taken) {
        Some((_, taken)) => Err(Error::Taken(taken)),
        None => Ok(()),
    }
}

/// Refuses a list in which two share a login or an address.
pub(super) fn refuse_twins(infos: &[&UserInfo]) -> Result<(), Error> {
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

/// As [`check`] for many.
pub(super) async fn check_many(txn: &Txn, infos: &[&UserInfo]) -> Result<(), Error> {
    let folded = |info: &UserInfo| [info.login.as_str(), info.email.as_str()].map(case_fold);
    let names: Vec<String> = infos.iter().flat_map(|info| folded(info)).collect();
    let logins = names_in(txn, &names, "login_folded").await?;
    let addresses = names_in(txn, &names, "email_folded").await?;
    for info in infos {
        let [login, email] = folded(info);
        refuse_taken(
            [&login, &email],
            |text| logins.contains(text),
            |text| addresses.contains(text),
        )?;
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
    let mut taken = names_in(conn, names, "login_folded").await?;
    taken.extend(names_in(conn, names, "email_folded").await?);
    Ok(taken)
}

/// Returns which of these folded texts a user has in this column.
async fn names_in(
    conn: &impl ConnectionTrait,
    names: &[String],
    column: &'static str,
) -> Result<HashSet<String>, Error> {
    let names = Sql::new(conn)
        .text("SELECT i.text FROM ")
        .texts(names)
        .text(&format!(" i JOIN users u ON u.{column} = i.text"))
        .column(conn)
        .await?;
    Ok(names.into_iter().collect())
}
