//! Typed codes: of the app, and recovery codes. Each works once.
use super::{
    secret::{find, open_secret, purpose},
    totp,
};
use crate::{
    Error, Txn,
    base::{
        entities::{recovery_code, second_factor},
        search_text::case_fold,
        secrets::{Secrets, random},
    },
};
use domain::{activity::SignInFactor, ids::UserId, time::Timestamp};
use sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter, sea_query::Expr};

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
    let Some(row) = find(txn, user).await? else {
        return Ok(None);
    };
    if row.confirmed_at.is_none() {
        return Ok(None);
    }
    let secret = open_secret(secrets, &row)?;
    if let Some(step) = totp::step_of(&secret, typed, row.last_step, now) {
        let is_first = use_step(txn, user, step).await?;
        return Ok(is_first.then_some(SignInFactor::AppCode));
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

/// Replaces the user's recovery codes; returns the new ones, sealed.
pub(super) async fn replace(txn: &Txn, secrets: &Secrets, user: UserId) -> Result<String, Error> {
    recovery_code::Entity::delete_many()
        .filter(recovery_code::Column::UserId.eq(user))
        .exec(txn)
        .await?;
    let codes = (0..RECOVERY_CODES).map(|_| new_code());
    let codes = codes.collect::<Result<Vec<_>, _>>()?;
    let rows = codes.iter().map(|code| recovery_code::ActiveModel {
        user_id: Set(user),
        hash: Set(secrets.recovery_hash(user, &plain(code))),
    });
    recovery_code::Entity::insert_many(rows)
        .exec_without_returning(txn)
        .await?;
    secrets.seal_factor(&codes.join(" "), &purpose("codes", user))
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
