//! Rate-limited actions of guests: signing up and requesting a password reset.
use super::PublicContext;
use crate::AppError;
use db::{
    joining::OpenKey,
    passwords::{self, Waiter},
    sign_ups::{self, CompletedSignUp, MailedSignUp, SignUpOutcome, SignUpRequest},
    throttles::{self, Attempt, Counter},
};
use domain::{
    conflict::Conflict,
    field_error::{FieldCode, FieldErrors},
    keys::PastedKey,
    time::Timestamp,
    users::{Email, Password, UserForm, UserInfo, full_name},
};

/// What a guest entered to sign up.
pub struct NewAccount<'a> {
    pub info: &'a UserInfo,
    pub password: Password,
    pub invitation: Invitation<'a>,
}

/// What a guest was invited with.
#[derive(Clone, Copy)]
pub struct Invitation<'a> {
    pub key: Option<&'a str>,
    /// The token of the join link that led here.
    pub link: Option<&'a str>,
}

/// An invitation that is open, or none; and what the sign-up counts for.
struct CheckedInvitation {
    key: Option<OpenKey>,
    link: Option<String>,
    counters: Vec<Counter>,
}

fn at_its_field(error: AppError) -> AppError {
    match error {
        AppError::KeyRejected => FieldErrors::of("key", FieldCode::KeyRejected).into(),
        error => error,
    }
}

impl PublicContext {
    /// Signs up a user where no e-mails are sent. With a group key, only the guess at the key counts: a
    /// right one is an invitation, and a wrong one is never told apart by a wait. Without an invitation
    /// each attempt counts where it comes from. The mailbox is protected in any case.
    ///
    /// # Errors
    /// [`AppError::TooManyAttempts`]; otherwise the errors of signing up, those of the key at its
    /// field.
    pub async fn sign_up(&self, account: NewAccount<'_>) -> Result<SignUpOutcome, AppError> {
        let (db, info) = (self.db(), account.info);
        // Before the attempt is counted, as for each other mistake in the form.
        self.ensure_acceptable(info, &account.password).await?;
        let name = full_name(info.first_name.as_str(), info.last_name.as_str());
        let audit = self.audit(name);
        let checked = self.check_invitation(account.invitation, audit.at).await?;
        let request = SignUpRequest {
            info,
            password: account.password,
            key: checked.key,
            link: checked.link.as_deref(),
            source: self.source(),
        };
        let made = passwords::serve(self.waiter(), sign_ups::create(db, &audit, request));
        let outcome = self.record_sign_up(checked.counters, &info.email, audit.at, made);
        outcome.await.map_err(|error| at_its_field(error.into()))
    }

    /// Mails the link behind which the account is made, or that the address has one: counted as
    /// [`Self::sign_up`], and the same for both.
    ///
    /// # Errors
    /// As those of [`Self::sign_up`].
    pub async fn request_sign_up(
        &self,
        email: &Email,
        invitation: Invitation<'_>,
        next: &str,
    ) -> Result<(), AppError> {
        let now = db::now();
        let checked = self.check_invitation(invitation, now).await?;
        let asked = MailedSignUp {
            email,
            key: checked.key,
            link: checked.link.as_deref(),
            next,
            source: self.source(),
        };
        let mailed = sign_ups::request(self.db(), self.mail_config(), asked, now);
        let outcome = self
            .record_sign_up(checked.counters, email, now, mailed)
            .await;
        outcome.map_err(|error| at_its_field(error.into()))
    }

    /// Makes the account behind a mailed link. Logins that turn out to be taken count.
    ///
    /// # Errors
    /// [`AppError::TooManyAttempts`]; [`AppError::Conflict`] for a link that no longer works, and if the
    /// key ended; otherwise those of the form.
    pub async fn complete_sign_up(
        &self,
        token: &str,
        form: UserForm,
        with_key: bool,
    ) -> Result<CompletedSignUp, AppError> {
        let (db, audit) = (self.db(), self.audit(String::new()));
        let pending = sign_ups::find_pending(db, token, audit.at).await?;
        let pending = pending.ok_or(db::Error::LinkExpired)?;
        let email = pending.email;
        let (info, password) = UserForm { email, ..form }.validate_sign_up()?;
        self.ensure_acceptable(&info, &password).await?;
        let attempt = Attempt::begin(db, throttles::sign_up_login(token), audit.at).await?;
        let account = sign_ups::NewAccount {
            token,
            info: &info,
            password,
            with_key,
        };
        let made = sign_ups::complete(db, &audit, account);
        let outcome = passwords::serve(self.waiter(), made).await;
        match &outcome {
            Err(db::Error::Taken(_)) => attempt.fail().await?,
            _ => attempt.release().await?,
        }
        outcome.map_err(|error| match error {
            db::Error::KeyRejected => AppError::Conflict(Conflict::SignUpKeyEnded).with_status(),
            error => error.into(),
        })
    }

    /// Refuses what the account of a guest must not have.
    async fn ensure_acceptable(
        &self,
        info: &UserInfo,
        password: &Password,
    ) -> Result<(), AppError> {
        // The form reveals which logins are taken, so a login must not be an e-mail address.
        if info.login.as_str().contains('@') {
            return Err(FieldErrors::of("login", FieldCode::LoginIsAddress).into());
        }
        Ok(db::users::ensure_acceptable(self.db(), password, info).await?)
    }

    fn waiter(&self) -> Waiter {
        Waiter {
            source: Some(self.source()),
            is_known: false,
        }
    }

    async fn check_invitation(
        &self,
        invitation: Invitation<'_>,
        now: Timestamp,
    ) -> Result<CheckedInvitation, AppError> {
        let link = invitation.link.map(str::to_owned);
        match invitation.key.map(|typed| (typed, PastedKey::read(typed))) {
            None => {}
            Some((_, None)) => return Err(at_its_field(AppError::KeyRejected)),
            Some((typed, Some(PastedKey::Key(_)))) => {
                return Ok(CheckedInvitation {
                    key: Some(self.find_key(typed, now).await?),
                    link,
                    counters: Vec::new(),
                });
            }
            // It cannot be guessed, so a wrong one is not counted.
            Some((_, Some(PastedKey::Link(token)))) => {
                if !db::joining::is_open_link(self.db(), &token, now).await? {
                    return Err(at_its_field(AppError::KeyRejected));
                }
                return Ok(CheckedInvitation {
                    key: None,
                    link: Some(token),
                    counters: Vec::new(),
                });
            }
        }
        let is_invited = match &link {
            Some(token) => db::joining::is_open_link(self.db(), token, now).await?,
            None => false,
        };
        let counters = if is_invited {
            Vec::new()
        } else {
            throttles::sign_up(self.source())
        };
        Ok(CheckedInvitation {
            key: None,
            link,
            counters,
        })
    }

    async fn find_key(&self, typed: &str, now: Timestamp) -> Result<OpenKey, AppError> {
        let db = self.db();
        let counters = throttles::guess_key(db, None, self.source()).await?;
        let attempt = Attempt::begin(db, counters, now).await?;
        // Before the password is hashed: a wrong key must not cost that much.
        let key = db::joining::find_open(db, attempt.key(typed), now).await;
        super::settle(attempt, key).await.map_err(at_its_field)
    }

    /// Counts a sign-up before it is made.
    async fn record_sign_up<T>(
        &self,
        mut counters: Vec<Counter>,
        email: &Email,
        now: Timestamp,
        sign_up: impl Future<Output = Result<T, db::Error>>,
    ) -> Result<T, db::Error> {
        let db = self.db();
        let mailbox = throttles::sign_up_email(email.as_str());
        counters.extend(mailbox.iter().cloned());
        throttles::record(db, &counters, now).await?;
        let outcome = sign_up.await;
        if outcome.is_err() {
            // No e-mail was sent, and the form may be sent again, for example with another login.
            throttles::release(db, &mailbox, 1).await?;
        }
        outcome
    }

    /// E-mails a password reset link to this user. Does the same work, and takes as long, if the
    /// user does not exist.
    ///
    /// # Errors
    /// [`AppError::TooManyAttempts`].
    pub async fn request_password_reset(&self, login_or_email: &str) -> Result<(), AppError> {
        let (audit, db) = (self.audit(String::new()), self.db());
        let counters = throttles::password_reset(login_or_email, self.source());
        throttles::record(db, &counters, audit.at).await?;
        Ok(db::password_resets::request(db, self.mail_config(), login_or_email, audit.at).await?)
    }
}
