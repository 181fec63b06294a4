//! Typed codes: of the app, and recovery codes. Each works once.
use super::{
    secret::{find, open_secret, purpose},
    state::is_on,
    telling::tell,
    totp,
};
use crate::{
    AuditContext, Db, Error, Txn,
    base::{
        activity::ActivitySubject,
        entities::{recovery_code, second_factor, shown_codes, user},
        search_text::case_fold,
        secrets::{Secrets, random},
    },
    delivery::mail_config::MailConfig,
};
use domain::{
    activity::{Activity, SignInFactor},
    events::ChangeEvent,
    ids::UserId,
    time::Timestamp,
};
use sea_orm::{
    ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter, QuerySelect, sea_query::Expr,
};

const RECOVERY_CODES: usize = 10;
/// No letters and digits that look alike; a power of two, so that each is as likely.
const ALPHABET: &[u8; 32] = b"abcdefghjkmnpqrstuvwxyz023456789";

/// Uses up the code; returns which it was, `None` if it was wrong. Of several calls at the same time one
/// succeeds.
pub(crate) async fn redeem(
    txn: &Txn,
    secrets: &Secrets,
    user: UserId,
    typed: &str,
    now: Timestamp,
) -> Result<Option<SignInFactor>, Error> {
    let app = find(txn, user).await?;
    if let Some(row) = app.filter(|row| row.confirmed_at.is_some()) {
        let secret = open_secret(secrets, &row)?;
        if let Some(step) = totp::step_of(&secret, typed, row.last_step, now) {
            let is_first = use_step(txn, user, step).await?;
            return Ok(is_first.then_some(SignInFactor::AppCode));
        }
    }
    let used = recovery_code::Entity::delete_many()
        .filter(recovery_code::Column::UserId.eq(user))
        .filter(recovery_code::Column::Hash.eq(secrets.recovery_hash(user, &plain(typed))))
        .exec(txn)
        .await?;
    Ok((used.rows_affected == 1).then_some(SignInFactor::RecoveryCode))
}

/// Notes the newest step used; whether no other call was faster.
pub(super) async fn use_step(txn: &Txn, user: UserId, step: i64) -> Result<bool, Error> {
    let used = second_factor::Entity::update_many()
        .col_expr(second_factor::Column::LastStep, Expr::value(step))
        .filter(second_factor::Column::UserId.eq(user))
        .filter(second_factor::Column::LastStep.lt(step))
        .exec(txn)
        .await?;
    Ok(used.rows_affected == 1)
}

/// Removes the user's recovery codes.
pub(super) async fn remove_all(txn: &Txn, user: UserId) -> Result<(), Error> {
    recovery_code::Entity::delete_many()
        .filter(recovery_code::Column::UserId.eq(user))
        .exec(txn)
        .await?;
    shown_codes::Entity::delete_by_id(user).exec(txn).await?;
    Ok(())
}

/// Replaces the user's recovery codes, and shows the new ones for a while.
pub(super) async fn replace(
    txn: &Txn,
    secrets: &Secrets,
    user: UserId,
    now: Timestamp,
) -> Result<(), Error> {
    remove_all(txn, user).await?;
    let codes = (0..RECOVERY_CODES).map(|_| new_code());
    let codes = codes.collect::<Result<Vec<_>, _>>()?;
    let rows = codes.iter().map(|code| recovery_code::ActiveModel {
        user_id: Set(user),
        hash: Set(secrets.recovery_hash(user, &plain(code))),
    });
    recovery_code::Entity::insert_many(rows)
        .exec_without_returning(txn)
        .await?;
    let shown = shown_codes::ActiveModel {
        user_id: Set(user),
        codes: Set(secrets.seal_factor(&codes.join(" "), &purpose("codes", user))?),
        made_at: Set(now),
    };
    shown_codes::Entity::insert(shown)
        .exec_without_returning(txn)
        .await?;
    Ok(())
}

/// Replaces the recovery codes of a user who has a second factor, and tells them.
///
/// # Errors
/// [`Error::NotFound`], also without a second factor.
pub async fn renew(
    db: &Db,
    audit: &AuditContext,
    (mail_config, portal): (MailConfig<'_>, &str),
    user: UserId,
) -> Result<(), Error> {
    let txn = db.write().await?;
    let owner = user::Entity::find_by_id(user).lock_exclusive().one(&txn);
    let owner = owner.await?.ok_or(Error::NotFound)?;
    if !is_on(&txn, user).await? {
        return Err(Error::NotFound);
    }
    replace(&txn, db.secrets(), user, audit.at).await?;
    let what = "has new recovery codes";
    tell(&txn, mail_config, portal, &owner, what, audit.at).await?;
    ActivitySubject::user(user)
        .log(&txn, audit, Activity::RecoveryCodesReplaced {})
        .await?;
    txn.commit().await
}

/// Forgets the recovery codes that the user has saved; their hashes stay.
///
/// # Errors
/// The database failed.
pub async fn forget_shown(db: &Db, user: UserId) -> Result<(), Error> {
    let txn = db.write().await?;
    let hidden = shown_codes::Entity::delete_by_id(user).exec(&txn).await?;
    if hidden.rows_affected == 0 {
        return Ok(());
    }
    txn.publish(ChangeEvent::User(user));
    txn.commit().await
}

/// Twenty-four characters, in groups of four. From 112 bits on no slow hash is needed, as nobody finds a code
/// by trying (ASVS 6.5.2): these have 120.
fn new_code() -> Result<String, Error> {
    let characters = random::<24>()?.map(|byte| char::from(ALPHABET[usize::from(byte) % 32]));
    let groups: Vec<String> = characters
        .chunks(4)
        .map(|group| group.iter().collect())
        .collect();
    Ok(groups.join("-"))
}

/// A recovery code without what people add or change when they type it.
fn plain(typed: &str) -> String {
    let mut folded = case_fold(typed);
    folded.retain(|character| character.is_ascii_alphanumeric());
    folded
}
