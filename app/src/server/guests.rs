//! Rate-limited actions of guests: signing up and requesting a password reset.
use super::PublicContext;
use crate::AppError;
use db::sign_ups::{SignUpOutcome, SignUpRequest};
use domain::{
    field_error::{FieldCode, FieldErrors},
    throttle::{
        KEY_ADDRESS, PASSWORD_RESET_ACCOUNT, PASSWORD_RESET_ADDRESS, SIGN_UP_ADDRESS, SIGN_UP_EMAIL,
    },
};

impl PublicContext {
    /// Signs up a user. Counts an attempt for the network address and for the e-mail address; one
    /// with a group key also counts as a guess at a key.
    ///
    /// # Errors
    /// [`AppError::TooManyAttempts`]; otherwise the errors of signing up, those of the key at its
    /// field.
    pub async fn sign_up(
        &self,
        name: String,
        request: SignUpRequest<'_>,
    ) -> Result<SignUpOutcome, AppError> {
        // The form reveals which logins are taken, so a login must not be an e-mail address.
        if request.info.login.as_str().contains('@') {
            return Err(FieldErrors::of("login", FieldCode::LoginIsAddress).into());
        }
        let (audit, db) = (self.audit(name), self.db());
        let email = db::sessions::typed(request.info.email.as_str());
        db::throttles::record_attempt(
            db,
            "sign_up_address",
            &audit.address,
            SIGN_UP_ADDRESS,
            audit.at,
        )
        .await?;
        db::throttles::record_attempt(db, "sign_up_email", &email, SIGN_UP_EMAIL, audit.at).await?;
        let has_key = request.key.is_some();
        if has_key {
            db::throttles::record_attempt(db, "key_address", &audit.address, KEY_ADDRESS, audit.at)
                .await?;
        }
        let outcome = db::sign_ups::create(db, &audit, self.mail_config(), request).await;
        if matches!(outcome, Err(db::Error::KeyRejected)) {
            return Err(FieldErrors::of("key", FieldCode::KeyRejected).into());
        }
        if has_key {
            db::throttles::release_attempts(db, "key_address", &audit.address, 1).await?;
        }
        if outcome.is_err() {
            // No e-mail was sent, and the form may be sent again, for example with another login.
            db::throttles::release_attempts(db, "sign_up_email", &email, 1).await?;
        }
        Ok(outcome?)
    }

    /// E-mails a password reset link to this user. Does the same work, and takes as long, if the
    /// user does not exist.
    ///
    /// # Errors
    /// [`AppError::TooManyAttempts`].
    pub async fn request_password_reset(&self, login_or_email: &str) -> Result<(), AppError> {
        let (audit, db) = (self.audit(String::new()), self.db());
        let account = db::sessions::account(db, login_or_email).await?;
        db::throttles::record_attempt(
            db,
            "forgotten_account",
            &account,
            PASSWORD_RESET_ACCOUNT,
            audit.at,
        )
        .await?;
        db::throttles::record_attempt(
            db,
            "forgotten_address",
            &audit.address,
            PASSWORD_RESET_ADDRESS,
            audit.at,
        )
        .await?;
        Ok(db::password_resets::request(db, self.mail_config(), login_or_email, audit.at).await?)
    }
}
