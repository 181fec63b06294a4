//! Signing in: with a password, and with a code where the account has a second factor.
use super::{
    PublicContext,
    attempts::settle_password,
    security_events::{self, SecurityEvent},
};
use crate::AppError;
use db::{
    passwords::{self, Waiter},
    sessions,
    throttles::{self, Attempt},
};
use domain::{
    conflict::Conflict,
    field_error::{FieldCode, FieldErrors},
    ids::UserId,
};

/// What the right password led to.
pub enum SignedIn {
    Done,
    /// The account has a second factor: its code is missing.
    CodeRequired,
}

/// The page that asks for a code, and leads to `next` afterwards.
pub fn code_page(next: &str) -> String {
    let query = serde_urlencoded::to_string([("next", next)]).unwrap_or_default();
    format!("/sign-in/code?{query}")
}

pub(super) fn expired() -> AppError {
    AppError::Conflict(Conflict::SignInExpired).with_status()
}

impl PublicContext {
    /// Signs in with a password, and opens a session in this browser.
    ///
    /// # Errors
    /// [`AppError::TooManyAttempts`], [`AppError::InvalidCredentials`],
    /// [`AppError::AccountPending`].
    pub async fn sign_in(&self, login: &str, password: &str) -> Result<SignedIn, AppError> {
        let (db, now) = (self.db(), db::now());
        let (attempt, counters) = self.begin_sign_in(login).await?;
        let (address, agent) = (self.caller.address.to_string(), self.user_agent());
        let visitor = Waiter {
            source: Some(self.source()),
            is_known: matches!(counters, SignInBudget::Known(_)),
        };
        let outcome = sessions::sign_in(db, login, password, &address, &agent, now);
        let outcome = passwords::serve(visitor, outcome).await;
        if let Err(db::Error::CodeRequired(ticket)) = &outcome {
            attempt.release().await?;
            self.set_ticket(ticket);
            return Ok(SignedIn::CodeRequired);
        }
        let Some(token) = settle_password(attempt, outcome).await? else {
            let account = sessions::user_named(db, login).await?;
            self.note_failed_sign_in(account, "/sign-in");
            return Err(AppError::InvalidCredentials.with_status());
        };
        let user = sessions::owner(db, &token).await?;
        self.let_in(&token, user, &counters).await?;
        Ok(SignedIn::Done)
    }

    /// Signs in the user whose password was right in this browser, with a code.
    ///
    /// # Errors
    /// [`AppError::TooManyAttempts`]; [`AppError::Invalid`] at its field for a wrong code;
    /// [`AppError::Conflict`] if the password has to be typed again.
    pub async fn sign_in_with_code(&self, code: &str) -> Result<(), AppError> {
        let (ticket, user) = self.ticket().ok_or_else(expired)?;
        let (address, agent) = (self.caller.address.to_string(), self.user_agent());
        let browser = (address.as_str(), agent.as_str());
        let opened = sessions::sign_in_with_code(self.db(), ticket, code, browser, db::now());
        let wrong = || FieldErrors::of("code", FieldCode::WrongCode);
        Ok(self.second_step(user, opened).await?.ok_or_else(wrong)?)
    }

    /// The ticket of this browser, and whose it is; `None` if the password has to be typed again.
    pub(super) fn ticket(&self) -> Option<(&str, UserId)> {
        let ticket = self.caller.ticket.as_deref()?;
        let user = sessions::ticket_owner(self.db(), ticket, db::now())?;
        Some((ticket, user))
    }

    /// Counts an attempt at a second factor before `opened` makes it, and lets the user in if it was right;
    /// `None` if it was wrong.
    ///
    /// # Errors
    /// [`AppError::TooManyAttempts`]; [`AppError::Conflict`].
    pub(super) async fn second_step(
        &self,
        user: UserId,
        opened: impl Future<Output = Result<Option<String>, db::Error>>,
    ) -> Result<Option<()>, AppError> {
        let db = self.db();
        let counters = throttles::second_factor(user);
        let attempt = Attempt::begin(db, counters.clone(), db::now()).await?;
        let token = match settle_password(attempt, opened.await).await {
            Err(AppError::Conflict(Conflict::LinkExpired)) => return Err(expired()),
            Err(error @ AppError::Conflict(Conflict::PasskeyCopied)) => {
                let copied = SecurityEvent::PasskeyCopied;
                security_events::note(copied, self.source(), Some(user), "/sign-in/code");
                return Err(error);
            }
            settled => settled?,
        };
        let Some(token) = token else {
            self.note_failed_sign_in(Some(user), "/sign-in/code");
            return Ok(None);
        };
        throttles::reset(db, &counters).await?;
        let budget = self.budget_of(user).await?;
        self.clear_ticket();
        self.let_in(&token, user, &budget).await?;
        Ok(Some(()))
    }

    /// Opens the session in this browser, and forgives what its owner mistyped.
    async fn let_in(
        &self,
        token: &str,
        user: UserId,
        budget: &SignInBudget,
    ) -> Result<(), AppError> {
        self.forgive_slips(user, budget).await?;
        sessions::note_source(self.db(), user, self.source(), db::now()).await?;
        self.set_session(token, user).await
    }

    /// The page tells which factor was wrong.
    fn note_failed_sign_in(&self, account: Option<UserId>, page: &str) {
        let failed = SecurityEvent::SignInFailed;
        security_events::note(failed, self.source(), account, page);
    }

    /// Against which budget the user's password was counted.
    async fn budget_of(&self, user: UserId) -> Result<SignInBudget, AppError> {
        let db = self.db();
        let Some(cookie) = &self.caller.device else {
            return Ok(SignInBudget::Strangers);
        };
        let [login, _] = sessions::names(db, user).await?;
        let known = sessions::known_browser(db, cookie, &login).await?;
        Ok(known.map_or(SignInBudget::Strangers, |known| {
            SignInBudget::Known(throttles::known_browser(known.user, &known.device))
        }))
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
