//! What strangers may do a few times: sign up, and ask for a new password.
use super::PublicContext;
use crate::AppError;
use db::sign_ups::{SignUpOutcome, SignUpRequest};
use domain::{
    field_error::FieldError,
    throttle::{
        KEY_ADDRESS, PASSWORD_RESET_ACCOUNT, PASSWORD_RESET_ADDRESS, SIGN_UP_ADDRESS, SIGN_UP_EMAIL,
    },
};

impl PublicContext {
    /// Signs somebody up. Tries are counted for the address and for the e-mail address, a key's
    /// for the address too, as guesses at keys are.
    ///
    /// # Errors
    /// [`AppError::TooManyAttempts`]; else what signing up says, about a key at its field.
    pub async fn sign_up(
        &self,
        name: String,
        applicant: SignUpRequest<'_>,
    ) -> Result<SignUpOutcome, AppError> {
        // That a login is taken is said; so it may not be used to ask for an address.
        if applicant.info.login.as_str().contains('@') {
            let sentence =
                "Choose a login without @. You can sign in with your e-mail address, too.";
            return Err(FieldError::new("login", sentence).into());
        }
        let (audit, db) = (self.audit(name), self.db());
        let email = db::sessions::typed(applicant.info.email.as_str());
        db::throttles::record_attempt(
            db,
            "sign_up_address",
            &audit.address,
            SIGN_UP_ADDRESS,
            audit.at,
        )
        .await?;
        db::throttles::record_attempt(db, "sign_up_email", &email, SIGN_UP_EMAIL, audit.at).await?;
        let has_key = applicant.key.is_some();
        if has_key {
            db::throttles::record_attempt(db, "key_address", &audit.address, KEY_ADDRESS, audit.at)
                .await?;
        }
        let outcome = db::sign_ups::create(db, &audit, self.mail_config(), applicant).await;
        if matches!(outcome, Err(db::Error::KeyRejected)) {
            return Err(FieldError::new("key", AppError::KeyRejected).into());
        }
        if has_key {
            db::throttles::release_attempts(db, "key_address", &audit.address, 1).await?;
        }
        if outcome.is_err() {
            // Nobody was mailed, and the form is sent again: with another login, say.
            db::throttles::release_attempts(db, "sign_up_email", &email, 1).await?;
        }
        Ok(outcome?)
    }

    /// Mails a link for a new password to whoever this is; the same is done, and takes as long,
    /// where it is nobody.
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
