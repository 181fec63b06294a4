//! Rate-limited actions of guests: signing up and requesting a password reset.
use super::PublicContext;
use crate::AppError;
use db::{
    AuditContext,
    passwords::{self, Waiter},
    sign_ups::{SignUpOutcome, SignUpRequest},
    throttles::{self, Attempt},
};
use domain::{
    field_error::{FieldCode, FieldErrors},
    keys::PastedKey,
    users::{Password, UserInfo, full_name},
};

/// What a guest entered to sign up.
pub struct NewAccount<'a> {
    pub info: &'a UserInfo,
    pub password: Password,
    pub key: Option<&'a str>,
    /// The token of the join link that led here.
    pub link: Option<&'a str>,
}

fn at_its_field(error: AppError) -> AppError {
    match error {
        AppError::KeyRejected => FieldErrors::of("key", FieldCode::KeyRejected).into(),
        error => error,
    }
}

impl PublicContext {
    /// Signs up a user. With a group key, only the guess at the key counts: a right one is an
    /// invitation, and a wrong one is never told apart by a wait. Without an invitation each attempt
    /// counts where it comes from. The mailbox is protected in any case.
    ///
    /// # Errors
    /// [`AppError::TooManyAttempts`]; otherwise the errors of signing up, those of the key at its
    /// field.
    pub async fn sign_up(&self, account: NewAccount<'_>) -> Result<SignUpOutcome, AppError> {
        // The form reveals which logins are taken, so a login must not be an e-mail address.
        if account.info.login.as_str().contains('@') {
            return Err(FieldErrors::of("login", FieldCode::LoginIsAddress).into());
        }
        let info = account.info;
        // Before the attempt is counted, as for each other mistake in the form.
        db::users::ensure_acceptable(self.db(), &account.password, info).await?;
        let name = full_name(info.first_name.as_str(), info.last_name.as_str());
        let audit = self.audit(name);
        match (account.key, account.key.and_then(PastedKey::read)) {
            (None, _) => self.sign_up_without_key(&audit, account).await,
            (Some(_), None) => Err(at_its_field(AppError::KeyRejected)),
            (Some(_), Some(PastedKey::Link(token))) => {
                self.sign_up_by_typed_link(&audit, &token, account).await
            }
            (Some(typed), Some(PastedKey::Key(_))) => {
                self.sign_up_by_key(&audit, typed, account).await
            }
        }
    }

    /// With a join link in the field of the key. A link cannot be guessed, so a wrong one is not counted.
    async fn sign_up_by_typed_link(
        &self,
        audit: &AuditContext,
        token: &str,
        account: NewAccount<'_>,
    ) -> Result<SignUpOutcome, AppError> {
        if !db::joining::is_open_link(self.db(), token, audit.at).await? {
            return Err(at_its_field(AppError::KeyRejected));
        }
        let link = Some(token);
        self.sign_up_without_key(audit, NewAccount { link, ..account })
            .await
    }

    async fn sign_up_by_key(
        &self,
        audit: &AuditContext,
        typed: &str,
        account: NewAccount<'_>,
    ) -> Result<SignUpOutcome, AppError> {
        let db = self.db();
        let counters = throttles::guess_key(db, None, self.source()).await?;
        let attempt = Attempt::begin(db, counters, audit.at).await?;
        // Before the password is hashed: a wrong key must not cost that much.
        let key = db::joining::find_open(db, attempt.key(typed), audit.at).await;
        let key = super::settle(attempt, key).await.map_err(at_its_field)?;
        let request = SignUpRequest {
            info: account.info,
            password: account.password,
            key: Some(key),
            link: account.link,
            source: self.source(),
        };
        let outcome = self.create_account(audit, request, Vec::new()).await;
        outcome.map_err(|error| at_its_field(error.into()))
    }

    async fn sign_up_without_key(
        &self,
        audit: &AuditContext,
        account: NewAccount<'_>,
    ) -> Result<SignUpOutcome, AppError> {
        let is_invited = match account.link {
            Some(token) => db::joining::is_open_link(self.db(), token, audit.at).await?,
            None => false,
        };
        let counters = if is_invited {
            Vec::new()
        } else {
            throttles::sign_up(self.source())
        };
        let request = SignUpRequest {
            info: account.info,
            password: account.password,
            key: None,
            link: account.link,
            source: self.source(),
        };
        Ok(self.create_account(audit, request, counters).await?)
    }

    async fn create_account(
        &self,
        audit: &AuditContext,
        request: SignUpRequest<'_>,
        mut counters: Vec<throttles::Counter>,
    ) -> Result<SignUpOutcome, db::Error> {
        let db = self.db();
        let mailbox = throttles::sign_up_email(request.info.email.as_str());
        counters.extend(mailbox.iter().cloned());
        throttles::record(db, &counters, audit.at).await?;
        let visitor = Waiter {
            source: Some(self.source()),
            is_known: false,
        };
        let outcome = db::sign_ups::create(db, audit, self.mail_config(), request);
        let outcome = passwords::serve(visitor, outcome).await;
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
