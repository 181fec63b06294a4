//! What strangers reach of the portal.
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

/// What a stranger may reach: signing in and setting up, and nothing else.
pub struct Open {
    pub caller: Caller,
    pub(super) state: AppState,
}

impl Open {
    pub fn db(&self) -> &Db {
        &self.state.db
    }

    /// How the portal reaches people by mail.
    pub fn post(&self) -> Post<'_> {
        self.state.post()
    }

    /// A stranger, as the activity names him.
    pub fn by(&self, name: String) -> By {
        By {
            name,
            address: self.caller.address.to_string(),
            ..By::portal(db::now())
        }
    }

    /// Tells the open pages of a group that this user joined, and those of his default groups.
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

    /// What the browser calls itself, for the list of sessions; at most 200 characters.
    pub fn user_agent(&self) -> String {
        let agent = use_context::<Parts>().and_then(|parts| {
            let agent = parts.headers.get(header::USER_AGENT)?;
            Some(agent.to_str().ok()?.chars().take(200).collect())
        });
        agent.unwrap_or_default()
    }

    /// Signs a user in who proved himself otherwise than by a password.
    ///
    /// # Errors
    /// The database failed.
    pub async fn begin_session(&self, user: UserId) -> Result<(), AppError> {
        let (address, agent) = (self.caller.address.to_string(), self.user_agent());
        let token = db::sessions::open(self.db(), user, &address, &agent, db::now()).await?;
        self.set_session(&token);
        Ok(())
    }

    /// Tells the open pages that something changed.
    pub async fn tell(&self, notice: Notice) {
        self.state.live.tell(self.db(), notice).await;
    }

    /// Counts a try at a group key before it is made, for the account where there is one and for
    /// the address, and takes it back where the key opens.
    ///
    /// # Errors
    /// [`AppError::Wait`] after too many tries; else what the try says.
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
