//! Messages for the page shown after a form was posted without JavaScript. They contain what was
//! typed, sometimes a group key, so they are encrypted, and only who typed it finds it: a link with a
//! token must not fill in somebody else's form.
//!
//! What a user typed is a row. What a guest typed stays in the guest's browser: no one fills the
//! database without an account.
use crate::{
    Db, Error,
    base::{entities::flash, secrets, sql::Sql},
};
use domain::{ids::UserId, time::Timestamp};
use sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter};

/// How long a message that is only shown is kept, in seconds.
pub const SHORT: i64 = 5 * 60;
/// So many of a user are kept in addition to the newest; the oldest goes.
const MOST_OTHERS: i64 = 19;
/// The longest value of a cookie, in bytes.
const COOKIE_LIMIT: usize = 2_048;

/// What a message is for. One is not found as another.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FlashKind {
    /// A refused form.
    Form,
    /// A group key, on its way to the page that confirms joining.
    Join,
}

impl FlashKind {
    const fn code(self) -> &'static str {
        match self {
            Self::Form => "form",
            Self::Join => "join",
        }
    }
}

/// Whose message it is, and what for: part of the row's key and of what is sealed.
struct Purpose {
    owner: String,
    text: String,
}

impl Purpose {
    fn of(kind: FlashKind, owner: UserId) -> Self {
        let owner = owner.to_string();
        let text = format!("{}:{owner}", kind.code());
        Self { owner, text }
    }

    fn id(&self, token: &str) -> String {
        secrets::token_hash(&format!("{}:{token}", self.text))
    }
}

/// Stores `body` of this user for [`SHORT`]; returns the random token to read it with.
///
/// # Errors
/// The database failed.
pub async fn put_own(
    db: &Db,
    kind: FlashKind,
    owner: UserId,
    body: &str,
    now: Timestamp,
) -> Result<String, Error> {
    let purpose = Purpose::of(kind, owner);
    let token = secrets::token()?;
    let id = purpose.id(&token);
    let txn = db.write().await?;
    let flash = flash::ActiveModel {
        id_hash: Set(id.clone()),
        body: Set(db.secrets().seal_flash(body, &purpose.text)?),
        expires_at: Set(now.plus_seconds(SHORT)),
        owner: Set(purpose.owner.clone()),
        created_at: Set(now),
    };
    flash::Entity::insert(flash)
        .exec_without_returning(&txn)
        .await?;
    let (owner, newest) = (purpose.owner.as_str(), id.as_str());
    Sql::new(&txn)
        .add(
            "DELETE FROM flashes WHERE owner = ? AND id_hash <> ? AND id_hash NOT IN \
             (SELECT id_hash FROM flashes WHERE owner = ? AND id_hash <> ? \
             ORDER BY created_at DESC, id_hash LIMIT ?)",
            [
                owner.into(),
                newest.into(),
                owner.into(),
                newest.into(),
                MOST_OTHERS.into(),
            ],
        )
        .execute(&txn)
        .await?;
    txn.commit_quietly().await?;
    Ok(token)
}

/// Returns what this user stored as this kind, until it expires: a reload shows it again.
///
/// # Errors
/// The database failed.
pub async fn get_own(
    db: &Db,
    kind: FlashKind,
    owner: UserId,
    token: &str,
    now: Timestamp,
) -> Result<Option<String>, Error> {
    let purpose = Purpose::of(kind, owner);
    let flash = flash::Entity::find_by_id(purpose.id(token))
        .filter(flash::Column::ExpiresAt.gt(now))
        .one(db.read())
        .await?;
    flash
        .map(|flash| db.secrets().open_flash(&flash.body, &purpose.text))
        .transpose()
}

/// Returns the value of a cookie that holds a guest's `body` for [`SHORT`]; `None` if it is too long.
///
/// # Errors
/// The system has no randomness left.
pub fn seal_for_browser(db: &Db, body: &str, now: Timestamp) -> Result<Option<String>, Error> {
    let until = now.plus_seconds(SHORT).0;
    let sealed = db
        .secrets()
        .seal_flash(&format!("{until}:{body}"), BROWSER)?;
    Ok(Some(sealed).filter(|sealed| sealed.len() <= COOKIE_LIMIT))
}

/// Returns the body in a guest's cookie, if it is one and has not expired.
pub fn open_from_browser(db: &Db, cookie: &str, now: Timestamp) -> Option<String> {
    let opened = db.secrets().open_flash(cookie, BROWSER).ok()?;
    let (until, body) = opened.split_once(':')?;
    let lives = Timestamp(until.parse().ok()?) > now;
    lives.then(|| body.to_owned())
}

const BROWSER: &str = "browser";

/// Deletes expired messages; returns how many.
///
/// # Errors
/// The database failed.
pub async fn sweep(db: &Db, now: Timestamp) -> Result<u64, Error> {
    let txn = db.write().await?;
    let swept = flash::Entity::delete_many()
        .filter(flash::Column::ExpiresAt.lte(now))
        .exec(&txn)
        .await?;
    txn.commit_quietly().await?;
    Ok(swept.rows_affected)
}
