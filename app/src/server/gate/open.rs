//! The context of functions that guests can call.
use super::AppState;
use crate::{
    AppError,
    server::{Caller, cookies, tries},
    theme::Theme,
};
use axum::http::{header, request::Parts};
use db::{By, Db, live::Notice, sign_ups::Post};
use domain::ids::{GroupId, UserId};
use leptos::prelude::use_context;

/// Access for functions that guests can call, such as signing in, signing up and set-up.
pub struct Open {
    pub caller: Caller,
    pub(super) state: AppState,
}

impl Open {
    pub fn db(&self) -> &Db {
        &self.state.db
    }

    /// How the portal sends e-mail.
    pub fn post(&self) -> Post<'_> {
        self.state.post()
    }

    /// The audit context of a guest.
    pub fn by(&self, name: String) -> By {
        By {
            name,
            address: self.caller.address.to_string(),
            ..By::portal(db::now())
        }
    }

    /// Publishes a change of the group that a new user joined, and of their default groups.
    ///
    /// # Errors
    /// The database failed.
    pub async fn tell_joined(&self, user: UserId, group: Option<GroupId>) -> Result<(), AppError> {
        if let Some(group) = group {
            self.tell(Notice::Group(group)).await;
        }
        let branch = db::users::get(self.db(), user).await?.branch;
        let branch = branch.map(|branch| branch.id);
        self.state.tell_default_groups(branch).await
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
    pub async fn begin_session(&self, user: UserId) -> Result<(), AppError> {
        let (address, agent) = (self.caller.address.to_string(), self.user_agent());
        let token = db::sessions::open(self.db(), user, &address, &agent, db::now()).await?;
        self.set_session(&token);
        Ok(())
    }

    /// Publishes a change to the open pages.
    pub async fn tell(&self, notice: Notice) {
        self.state.live.tell(self.db(), notice).await;
    }

    /// Counts an attempt at a group key before it is made, for the account (if any) and for the
    /// address. Releases it unless the key was wrong.
    ///
    /// # Errors
    /// [`AppError::TooManyAttempts`]; otherwise the attempt's own errors.
    pub async fn guarded_by_tries<T>(
        &self,
        tried: impl Future<Output = Result<T, db::Error>>,
    ) -> Result<T, AppError> {
        let account = self.caller.actor.as_ref().map(|actor| actor.id);
        Ok(tries::count(self.db(), account, self.caller.address, tried).await??)
    }

    pub fn set_session(&self, token: &str) {
        cookies::set_session(&self.state.base_url, token);
    }

    pub fn clear_session(&self) {
        cookies::clear_session(&self.state.base_url);
    }

    pub fn set_theme(&self, theme: Theme) {
        cookies::set_theme(theme);
    }
}
