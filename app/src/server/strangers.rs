//! Rate-limited actions of guests: signing up and requesting a password reset.
use super::Open;
use crate::AppError;
use db::sign_ups::{Applicant, SignedUp};
use domain::{
    problem::Problem,
    throttle::{FORGOTTEN_ACCOUNT, FORGOTTEN_ADDRESS, KEY_ADDRESS, SIGN_UP_ADDRESS, SIGN_UP_EMAIL},
};

impl Open {
    /// Signs up a user. Counts an attempt for the network address and for the e-mail address; one
    /// with a group key also counts as a guess at a key.
    ///
    /// # Errors
    /// [`AppError::TooManyAttempts`]; otherwise the errors of signing up, those of the key at its
    /// field.
    pub async fn sign_up(
        &self,
        name: String,
        applicant: Applicant<'_>,
    ) -> Result<SignedUp, AppError> {
        // The form reveals which logins are taken, so a login must not be an e-mail address.
        if applicant.info.login.as_str().contains('@') {
            let sentence =
                "Choose a login without @. You can also sign in with your e-mail address.";
            return Err(Problem::new("login", sentence).into());
        }
        let (by, db) = (self.by(name), self.db());
        let email = db::sessions::typed(applicant.info.email.as_str());
        db::throttles::try_at(db, "sign_up_address", &by.address, SIGN_UP_ADDRESS, by.at).await?;
        db::throttles::try_at(db, "sign_up_email", &email, SIGN_UP_EMAIL, by.at).await?;
        let has_key = applicant.key.is_some();
        if has_key {
            db::throttles::try_at(db, "key_address", &by.address, KEY_ADDRESS, by.at).await?;
        }
        let outcome = db::sign_ups::create(db, &by, self.post(), applicant).await;
        if matches!(outcome, Err(db::Error::KeyRefused)) {
            return Err(Problem::new("key", AppError::KeyRefused).into());
        }
        if has_key {
            db::throttles::take_back(db, "key_address", &by.address, 1).await?;
        }
        if outcome.is_err() {
            // No e-mail was sent, and the form may be sent again, for example with another login.
            db::throttles::take_back(db, "sign_up_email", &email, 1).await?;
        }
        Ok(outcome?)
    }

    /// E-mails a password reset link to this user. Does the same work, and takes as long, if the
    /// user does not exist.
    ///
    /// # Errors
    /// [`AppError::TooManyAttempts`].
    pub async fn ask_for_password(&self, login_or_email: &str) -> Result<(), AppError> {
        let (by, db) = (self.by(String::new()), self.db());
        let account = db::sessions::account(db, login_or_email).await?;
        db::throttles::try_at(db, "forgotten_account", &account, FORGOTTEN_ACCOUNT, by.at).await?;
        db::throttles::try_at(
            db,
            "forgotten_address",
            &by.address,
            FORGOTTEN_ADDRESS,
            by.at,
        )
        .await?;
        Ok(db::forgotten::ask(db, self.post(), login_or_email, by.at).await?)
    }
}
