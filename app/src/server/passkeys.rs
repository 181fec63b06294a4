//! Passkeys: the portal that they are for, signing in with one, and proving who one is.
use super::{
    Authorized, PublicContext,
    security_events::{self, SecurityEvent},
    signing_in::expired,
};
use crate::AppError;
use db::{
    Db,
    passkeys::{self, RelyingParty},
    second_factor,
    sessions::{self, RenewedSession},
    settings,
};
use domain::{conflict::Conflict, second_factor::SignInFactors};

/// The portal as passkeys know it.
async fn relying_party(db: &Db, base_url: &str) -> Result<RelyingParty, AppError> {
    let portal = settings::portal_name(db).await?;
    Ok(RelyingParty::of(base_url, &portal).ok_or(db::Error::NotFound)?)
}

fn rejected() -> AppError {
    AppError::Conflict(Conflict::PasskeyRejected).with_status()
}

impl PublicContext {
    /// Returns what can follow the password that was typed in this browser.
    ///
    /// # Errors
    /// The database failed.
    pub async fn sign_in_factors(&self) -> Result<SignInFactors, AppError> {
        let Some((_, user)) = self.ticket() else {
            return Ok(SignInFactors {
                app: true,
                passkeys: false,
            });
        };
        let found = second_factor::sign_in_factors(self.db(), user).await?;
        let is_possible = passkeys::is_possible(self.mail_config().base_url);
        Ok(SignInFactors {
            passkeys: found.passkeys && is_possible,
            ..found
        })
    }

    /// Returns what the browser signs, after the password.
    ///
    /// # Errors
    /// [`AppError::Conflict`] if the password has to be typed again; [`AppError::NotFound`] without a passkey.
    pub async fn begin_passkey(&self) -> Result<String, AppError> {
        let (ticket, user) = self.ticket().ok_or_else(expired)?;
        let party = relying_party(self.db(), self.mail_config().base_url).await?;
        Ok(passkeys::begin_signing(self.db(), &party, user, ticket, db::now()).await?)
    }

    /// Signs in the user whose password was right in this browser, with a passkey.
    ///
    /// # Errors
    /// [`AppError::TooManyAttempts`]; [`AppError::Conflict`] if it is wrong, or if the password has to be typed
    /// again.
    pub async fn sign_in_with_passkey(&self, signed: &str) -> Result<(), AppError> {
        let (ticket, user) = self.ticket().ok_or_else(expired)?;
        let (db, now) = (self.db(), db::now());
        let party = relying_party(db, self.mail_config().base_url).await?;
        let (address, agent) = (self.caller.address.to_string(), self.user_agent());
        let browser = (address.as_str(), agent.as_str());
        let opened = sessions::sign_in_with_passkey(db, &party, ticket, signed, browser, now);
        self.second_step(user, opened).await?.ok_or_else(rejected)
    }
}

impl Authorized {
    /// The portal as passkeys know it.
    ///
    /// # Errors
    /// [`AppError::NotFound`] where browsers have no passkeys for its address.
    pub async fn relying_party(&self) -> Result<RelyingParty, AppError> {
        relying_party(self.db(), self.mail_config().base_url).await
    }

    /// Notes that the actor proved who they are, with a passkey; returns the session's new token.
    ///
    /// # Errors
    /// [`AppError::TooManyAttempts`]; [`AppError::Conflict`] if it is wrong.
    pub async fn prove_with_passkey(&self, signed: &str) -> Result<RenewedSession, AppError> {
        let party = self.relying_party().await?;
        let (db, me, now) = (self.db(), self.actor.id, db::now());
        let proven = sessions::prove_with_passkey(db, &party, me, signed, self.session(), now);
        let proven = self.check_own_password(proven).await;
        if let Err(AppError::Conflict(Conflict::PasskeyCopied)) = &proven {
            security_events::note(
                SecurityEvent::PasskeyCopied,
                self.source,
                Some(me),
                "/prove",
            );
        }
        proven?.ok_or_else(rejected)
    }
}
