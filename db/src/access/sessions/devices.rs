//! The browsers that an account signed in with before. Each has a cookie with a secret of its own and
//! proofs for its last few accounts: nothing is stored, and a new password ends them all.
use super::find_user;
use crate::{
    Db, Error,
    base::{
        entities::{sign_in_source, user},
        secrets,
    },
};
use domain::{ids::UserId, throttle::Source, time::Timestamp, users::AccountOrigin};
use sea_orm::{ActiveValue::Set, EntityTrait, sea_query::OnConflict};

/// So many accounts are remembered in one browser, which a family or a classroom may share.
const ACCOUNTS: usize = 8;
/// A sign-in is noted for its source at most this often.
const NOTED_DAYS: i64 = 1;

/// An account in a browser that it signed in with before.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KnownBrowser {
    pub user: UserId,
    /// The browser's secret.
    pub device: String,
}

/// Returns the account with this login or e-mail address if this cookie is of a browser that it signed
/// in with before, under its present password.
///
/// # Errors
/// The database failed.
pub async fn known_browser(
    db: &Db,
    cookie: &str,
    login_or_email: &str,
) -> Result<Option<KnownBrowser>, Error> {
    let (device, proofs) = parts(cookie);
    if proofs.is_empty() {
        return Ok(None);
    }
    let Some(row) = find_user(db, login_or_email).await? else {
        return Ok(None);
    };
    let is_proven = proofs.iter().any(|(user, proof)| {
        *user == row.id && db.secrets().is_device_proof(proof, &message(device, &row))
    });
    Ok(is_proven.then(|| KnownBrowser {
        user: row.id,
        device: device.to_owned(),
    }))
}

/// Returns the cookie of a browser that this user has just signed in with; `cookie` is what it has.
///
/// # Errors
/// [`Error::NotFound`].
pub async fn remember_browser(
    db: &Db,
    cookie: Option<&str>,
    user: UserId,
) -> Result<String, Error> {
    let row = user::Entity::find_by_id(user).one(db.read()).await?;
    let row = row.ok_or(Error::NotFound)?;
    let (device, others) = parts(cookie.unwrap_or_default());
    let device = if others.is_empty() {
        secrets::token()?
    } else {
        device.to_owned()
    };
    let proof = db.secrets().device_proof(&message(&device, &row));
    let mut cookie = format!("{device}~{user}.{proof}");
    let others = others.into_iter().filter(|(other, _)| *other != user);
    for (other, proof) in others.take(ACCOUNTS - 1) {
        cookie.push_str(&format!("~{other}.{proof}"));
    }
    Ok(cookie)
}

/// The browser's secret, and the proofs of its accounts.
fn parts(cookie: &str) -> (&str, Vec<(UserId, &str)>) {
    let mut parts = cookie.split('~');
    let device = parts.next().unwrap_or_default();
    let proofs = parts.take(ACCOUNTS).filter_map(|part| {
        let (user, proof) = part.split_once('.')?;
        Some((user.parse().ok()?, proof))
    });
    (device, proofs.collect())
}

/// Its password is in it, so that a new one ends what was proven before.
fn message(device: &str, user: &user::Model) -> String {
    let hash = user.password_hash.as_deref().unwrap_or_default();
    format!("{device}:{}:{hash}", user.id)
}

/// Notes that the user signed in from here: where many do, more slips are forgiven.
///
/// # Errors
/// The database failed.
pub async fn note_source(
    db: &Db,
    user: UserId,
    source: Source,
    now: Timestamp,
) -> Result<(), Error> {
    let row = user::Entity::find_by_id(user).one(db.read()).await?;
    // Anyone can make such accounts, as many as they like.
    if row.is_none_or(|row| row.origin == AccountOrigin::SelfMade) {
        return Ok(());
    }
    let id = (source.to_string(), user);
    let noted = sign_in_source::Entity::find_by_id(id)
        .one(db.read())
        .await?;
    if noted.is_some_and(|noted| noted.at.plus_days(NOTED_DAYS) > now) {
        return Ok(());
    }
    let note = sign_in_source::ActiveModel {
        source: Set(source.to_string()),
        user_id: Set(user),
        at: Set(now),
    };
    let again = OnConflict::columns([
        sign_in_source::Column::Source,
        sign_in_source::Column::UserId,
    ])
    .update_column(sign_in_source::Column::At)
    .to_owned();
    let txn = db.write().await?;
    sign_in_source::Entity::insert(note)
        .on_conflict(again)
        .exec_without_returning(&txn)
        .await?;
    txn.commit_quietly().await
}
