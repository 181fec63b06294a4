//! The context of functions that guests can call.
use super::GateState;
use crate::{
    AppError,
    server::{Caller, cookies},
    theme::Theme,
};
use axum::http::{header, request::Parts};
use db::{AuditContext, Db, sessions::RenewedSession, sign_ups::MailConfig};
use domain::{ids::UserId, throttle::Source};
use leptos::prelude::use_context;

/// Access for functions that guests can call, such as signing in, signing up and set-up.
pub struct PublicContext {
    pub caller: Caller,
    pub(super) state: GateState,
}

impl PublicContext {
    pub fn db(&self) -> &Db {
        &self.state.db
    }

    /// How the portal sends e-mail.
    pub fn mail_config(&self) -> MailConfig<'_> {
        self.state.mail_config()
    }

    /// The audit context of a guest.
    pub fn audit(&self, name: String) -> AuditContext {
        AuditContext {
            name,
            address: self.caller.address.to_string(),
            ..AuditContext::system(db::now())
        }
    }

    /// The `User-Agent` header, for the list of sessions; at most 200 characters.
    pub fn user_agent(&self) -> String {
        let agent = use_context::<Parts>().and_then(|parts| {
            let agent = parts.headers.get(header::USER_AGENT)?;
            Some(agent.to_str().ok()?.chars().take(200).collect())
        });
        agent.unwrap_or_default()
    }

    /// Signs in a user without a password, for callers that have verified the user in another way.
    ///
    /// # Errors
    /// The database failed.
    pub async fn create_session(&self, user: UserId) -> Result<(), AppError> {
        let (address, agent) = (self.caller.address.to_string(), self.user_agent());
        let token = db::sessions::open(self.db(), user, &address, &agent, db::now()).await?;
        self.set_session(&token, user).await
    }

    /// Where the request comes from, as limits count it.
    pub fn source(&self) -> Source {
        self.caller.source()
    }

    /// Starts the browser's session, ends the one it had, and remembers the browser as one of this user's.
    ///
    /// # Errors
    /// The database failed.
    pub async fn set_session(&self, token: &str, user: UserId) -> Result<(), AppError> {
        if let Some(former) = self
            .caller
            .session
            .as_deref()
            .filter(|former| *former != token)
        {
            db::sessions::end_former(self.db(), former).await?;
        }
        let known = self.caller.device.as_deref();
        let device = db::sessions::remember_browser(self.db(), known, user).await?;
        cookies::set_session(&self.state.base_url, token);
        cookies::set_device(&self.state.base_url, &device);
        Ok(())
    }

    /// Keeps the session's new token in this browser.
    pub fn keep_session(&self, renewed: &RenewedSession) {
        if let Some(token) = renewed.token() {
            cookies::set_session(&self.state.base_url, token);
        }
    }

    /// Keeps the ticket of the second step of signing in.
    pub fn set_ticket(&self, ticket: &str) {
        cookies::set_ticket(&self.state.base_url, ticket);
    }

    pub fn clear_ticket(&self) {
        cookies::clear_ticket(&self.state.base_url);
    }

    pub fn clear_session(&self) {
        cookies::clear_session(&self.state.base_url);
        cookies::clear_site_data();
    }

    pub fn set_theme(&self, theme: Theme) {
        cookies::set_theme(&self.state.base_url, theme);
    }
}
