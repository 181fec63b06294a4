//! Limits on attempts at keys and passwords. Each is counted before it is made, and released if it
//! was not a wrong guess.
use crate::AppError;
use db::Db;
use domain::{
    ids::UserId,
    throttle::{KEY_ACCOUNT, KEY_ADDRESS, SIGN_IN_ACCOUNT, SIGN_IN_ADDRESS},
};
use std::net::IpAddr;

/// Counts an attempt at a group key or coupon before it is made, for the account (if any) and for
/// the address. Releases it unless the guess was wrong.
///
/// # Errors
/// [`AppError::TooManyAttempts`].
pub(super) async fn limit_key_attempts<T>(
    db: &Db,
    account: Option<UserId>,
    address: IpAddr,
    tried: impl Future<Output = Result<T, db::Error>>,
) -> Result<Result<T, db::Error>, AppError> {
    let (account, address) = (account.map(|id| id.to_string()), address.to_string());
    let now = db::now();
    if let Some(account) = &account {
        db::throttles::record_attempt(db, "key_account", account, KEY_ACCOUNT, now).await?;
    }
    db::throttles::record_attempt(db, "key_address", &address, KEY_ADDRESS, now).await?;
    let outcome = tried.await;
    let guessed = matches!(
        outcome,
        Err(db::Error::KeyRejected | db::Error::CouponRejected)
    );
    if !guessed {
        if let Some(account) = &account {
            db::throttles::release_attempts(db, "key_account", account, 1).await?;
        }
        db::throttles::release_attempts(db, "key_address", &address, 1).await?;
    }
    Ok(outcome)
}

/// Counts a sign-in attempt before it is made. The account comes first, so that attempts at a
/// locked account do not use up the limit of the address.
///
/// # Errors
/// [`AppError::TooManyAttempts`].
pub async fn record_sign_in_attempt(db: &Db, account: &str, address: &str) -> Result<(), AppError> {
    let now = db::now();
    db::throttles::record_attempt(db, "sign_in_account", account, SIGN_IN_ACCOUNT, now).await?;
    db::throttles::record_attempt(db, "sign_in_address", address, SIGN_IN_ADDRESS, now).await?;
    Ok(())
}

/// Resets the attempts of an account after a successful sign-in. The owner's mistakes were not
/// guesses, so the address, which may be shared by an office, gets them back.
///
/// # Errors
/// The database failed.
pub async fn reset_sign_in_attempts(db: &Db, account: &str, address: &str) -> Result<(), AppError> {
    let slips = db::throttles::reset_attempts(db, "sign_in_account", account).await?;
    db::throttles::release_attempts(db, "sign_in_address", address, slips).await?;
    Ok(())
}
