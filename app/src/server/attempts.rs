//! Attempts at keys and passwords: each is counted before it is made, and fails unless it was no
//! wrong guess.
use super::{Authorized, status::note_wrong_guess};
use crate::AppError;
use db::{
    Db,
    passwords::{self, Waiter},
    profile::OwnPassword,
    sessions,
    throttles::{self, Attempt},
};
use domain::{
    conflict::Conflict,
    coupons::CouponCode,
    field_error::{FieldCode, FieldErrors},
    ids::UserId,
    users::Email,
};

/// Settles an attempt by its outcome: only a rejected key or coupon is a wrong guess.
///
/// # Errors
/// The outcome's own error.
pub async fn settle<T>(attempt: Attempt, outcome: Result<T, db::Error>) -> Result<T, AppError> {
    match outcome {
        Err(db::Error::KeyRejected | db::Error::CouponRejected) => {
            note_wrong_guess();
            attempt.fail().await?;
        }
        _ => attempt.release().await?,
    }
    Ok(outcome?)
}

impl Authorized {
    /// Counts an attempt at a group key before it is made; see [`settle`].
    ///
    /// # Errors
    /// [`AppError::TooManyAttempts`].
    pub async fn guess_key(&self) -> Result<Attempt, AppError> {
        let counters = throttles::guess_key(self.db(), Some(self.real_id()), self.source).await?;
        Ok(Attempt::begin(self.db(), counters, db::now()).await?)
    }

    /// Counts a key that is typed for a group: that it is in use tells of another group. So it counts
    /// whether or not it can be added; but not for an actor who sees all keys, and learns nothing.
    ///
    /// # Errors
    /// [`AppError::TooManyAttempts`].
    pub async fn add_typed_key(&self) -> Result<Attempt, AppError> {
        let counters = if self.actor.sees_all_keys() {
            Vec::new()
        } else {
            throttles::create_key(self.real_id())
        };
        Ok(Attempt::begin(self.db(), counters, db::now()).await?)
    }

    /// Counts an attempt at a coupon before it is made; see [`settle`]. A text that cannot be a coupon's is no guess.
    ///
    /// # Errors
    /// [`AppError::TooManyAttempts`].
    pub async fn guess_coupon(&self, typed: &str) -> Result<Attempt, AppError> {
        let counters = if CouponCode::parse(typed).is_ok() {
            throttles::try_coupon(self.real_id())
        } else {
            Vec::new()
        };
        Ok(Attempt::begin(self.db(), counters, db::now()).await?)
    }

    /// Counts a check of the actor's own password before it is made. A right one resets the count.
    ///
    /// # Errors
    /// [`AppError::TooManyAttempts`]; otherwise the attempt's own errors.
    pub async fn check_own_password<T>(
        &self,
        tried: impl Future<Output = Result<Option<T>, db::Error>>,
    ) -> Result<Option<T>, AppError> {
        let (db, user) = (self.db(), self.actor.id);
        let visitor = Waiter {
            source: Some(self.source),
            is_known: true,
        };
        let counters = throttles::known_browser(user, self.session());
        let attempt = Attempt::begin(db, counters.clone(), db::now()).await?;
        let found = settle_password(attempt, passwords::serve(visitor, tried).await).await?;
        if found.is_some() {
            throttles::reset(db, &counters).await?;
            unlock_account(db, user).await?;
        } else {
            note_wrong_guess();
        }
        Ok(found)
    }
}

impl Authorized {
    /// Refuses what a borrowed browser must not do, unless its user proved lately who they are.
    ///
    /// # Errors
    /// [`AppError::Conflict`].
    pub async fn ensure_proven(&self) -> Result<(), AppError> {
        if sessions::is_proven(self.db(), self.session(), db::now()).await? {
            return Ok(());
        }
        Err(AppError::Conflict(Conflict::ProofRequired).with_status())
    }

    /// Checks the actor's own password, which the field `present_password` has.
    ///
    /// # Errors
    /// [`AppError::TooManyAttempts`]; [`AppError::Invalid`] at that field for a wrong password.
    pub async fn prove_password(&self, typed: &str) -> Result<OwnPassword, AppError> {
        let proof = db::profile::prove_password(self.db(), self.actor.id, typed, self.session());
        let wrong = || FieldErrors::of("present_password", FieldCode::WrongPassword);
        Ok(self.check_own_password(proof).await?.ok_or_else(wrong)?)
    }

    /// Checks the password that a new address needs, and counts what is sent to the mailbox.
    ///
    /// # Errors
    /// [`AppError::TooManyAttempts`]; [`AppError::Invalid`] at its field for a wrong password.
    pub async fn prove_for_new_address(
        &self,
        email: &Email,
        own_password: &str,
    ) -> Result<OwnPassword, AppError> {
        let proof = self.prove_password(own_password).await?;
        if self.mail_config().sends {
            let mailbox = throttles::sign_up_email(email.as_str());
            throttles::record(self.db(), &mailbox, db::now()).await?;
        }
        Ok(proof)
    }
}

pub(super) async fn settle_password<T>(
    attempt: Attempt,
    outcome: Result<Option<T>, db::Error>,
) -> Result<Option<T>, AppError> {
    match &outcome {
        Ok(None) | Err(db::Error::PasskeyCopied) => attempt.fail().await?,
        Ok(Some(_)) | Err(_) => attempt.release().await?,
    }
    Ok(outcome?)
}

/// Resets what was tried at the account of this user, who has proven to own its e-mail address.
///
/// # Errors
/// The database failed.
pub async fn unlock_account(db: &Db, user: UserId) -> Result<(), AppError> {
    throttles::reset(db, &throttles::names(&sessions::names(db, user).await?)).await?;
    Ok(())
}
