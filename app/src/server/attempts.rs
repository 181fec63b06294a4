//! Attempts at keys and passwords: each is counted before it is made, and fails unless it was no
//! wrong guess.
use super::{
    Authorized, PublicContext,
    security_events::{self, SecurityEvent},
};
use crate::AppError;
use db::{
    Db,
    passwords::{self, Waiter},
    sessions,
    throttles::{self, Attempt},
};
use domain::ids::UserId;

/// Settles an attempt by its outcome: only a rejected key or coupon is a wrong guess.
///
/// # Errors
/// The outcome's own error.
pub async fn settle<T>(attempt: Attempt, outcome: Result<T, db::Error>) -> Result<T, AppError> {
    match outcome {
        Err(db::Error::KeyRejected | db::Error::CouponRejected) => attempt.fail().await?,
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
    /// whether or not it can be added.
    ///
    /// # Errors
    /// [`AppError::TooManyAttempts`].
    pub async fn add_typed_key(&self) -> Result<Attempt, AppError> {
        let counters = throttles::create_key(self.real_id());
        Ok(Attempt::begin(self.db(), counters, db::now()).await?)
    }

    /// Counts an attempt at a coupon before it is made; see [`settle`].
    ///
    /// # Errors
    /// [`AppError::TooManyAttempts`].
    pub async fn guess_coupon(&self) -> Result<Attempt, AppError> {
        let counters = throttles::try_coupon(self.real_id());
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
        }
        Ok(found)
    }
}

impl PublicContext {
    /// Signs in with a password, and opens a session in this browser.
    ///
    /// # Errors
    /// [`AppError::TooManyAttempts`], [`AppError::InvalidCredentials`],
    /// [`AppError::AccountPending`].
    pub async fn sign_in(&self, login: &str, password: &str) -> Result<(), AppError> {
        let (db, now) = (self.db(), db::now());
        let (attempt, counters) = self.begin_sign_in(login).await?;
        let (address, agent) = (self.caller.address.to_string(), self.user_agent());
        let visitor = Waiter {
            source: Some(self.source()),
            is_known: matches!(counters, SignInBudget::Known(_)),
        };
        let outcome = sessions::sign_in(db, login, password, &address, &agent, now);
        let outcome = passwords::serve(visitor, outcome).await;
        let Some(token) = settle_password(attempt, outcome).await? else {
            let account = sessions::user_named(db, login).await?;
            security_events::note(
                SecurityEvent::SignInFailed,
                self.source(),
                account,
                "/sign-in",
            );
            return Err(AppError::InvalidCredentials.with_status());
        };
        let user = sessions::owner(db, &token).await?;
        self.forgive_slips(user, &counters).await?;
        sessions::note_source(db, user, self.source(), now).await?;
        self.set_session(&token, user).await
    }

    /// Counts an attempt to sign in. In a browser that the account signed in with before it has a
    /// budget of its own, so that no one else can lock its owner out; once that is used up, the browser
    /// is one like any other.
    async fn begin_sign_in(&self, login: &str) -> Result<(Attempt, SignInBudget), AppError> {
        let (db, now) = (self.db(), db::now());
        let known = match &self.caller.device {
            Some(cookie) => sessions::known_browser(db, cookie, login).await?,
            None => None,
        };
        if let Some(known) = known {
            let counters = throttles::known_browser(known.user, &known.device);
            match Attempt::begin(db, counters.clone(), now).await {
                Err(db::Error::TooManyAttempts(_)) => {}
                begun => return Ok((begun?, SignInBudget::Known(counters))),
            }
        }
        let counters = throttles::sign_in(db, login, self.source(), now).await?;
        let attempt = Attempt::begin(db, counters, now).await?;
        Ok((attempt, SignInBudget::Strangers))
    }

    /// Resets what the owner mistyped before. The source, which a school may share, gets it back.
    async fn forgive_slips(&self, user: UserId, budget: &SignInBudget) -> Result<(), AppError> {
        let db = self.db();
        match budget {
            // What others tried stays counted: else each sign-in would give them more.
            SignInBudget::Known(counters) => throttles::reset(db, counters).await?,
            SignInBudget::Strangers => {
                let names = sessions::names(db, user).await?;
                let slips = throttles::reset(db, &throttles::names(&names)).await?;
                if slips > 0 {
                    let here = throttles::failures_at(self.source());
                    throttles::release(db, &here, slips).await?;
                }
                slips
            }
        };
        Ok(())
    }
}

/// Against which budget an attempt to sign in was counted.
enum SignInBudget {
    Known(Vec<throttles::Counter>),
    Strangers,
}

async fn settle_password<T>(
    attempt: Attempt,
    outcome: Result<Option<T>, db::Error>,
) -> Result<Option<T>, AppError> {
    match &outcome {
        Ok(None) => attempt.fail().await?,
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
