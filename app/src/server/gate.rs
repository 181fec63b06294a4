//! The only way from a server function to the database: through [`authorize`].
use super::{
    Caller, caller, cookies,
    tries::{self, forget_sign_in_tries, sign_in_tries},
};
use crate::{AppError, theme::Theme};
use axum::http::{header, request::Parts};
use db::{
    By, Db,
    live::{Live, Notice},
};
use domain::{
    ids::{GroupId, MassActionId, UserId, UserTypeId},
    policy::{Action, Actor},
    problem::Problem,
};
use leptos::prelude::{expect_context, use_context};
use std::{net::IpAddr, sync::Arc};

/// What every request shares. Only this file takes the database out of it: a server function
/// that forgets to ask at the gate has none, and does not compile.
#[derive(Clone)]
pub struct AppState {
    db: Db,
    live: Live,
    base_url: Arc<str>,
}

impl AppState {
    /// `base_url` is as users type it, `https://learn.example.org`, without a slash at the end:
    /// links are made from it alone.
    pub fn new(db: Db, live: Live, base_url: Arc<str>) -> Self {
        Self { db, live, base_url }
    }
}

/// Proof that the actor may do what was asked, and the connection to do it with.
pub struct Authorized {
    pub actor: Actor,
    address: IpAddr,
    state: AppState,
}

impl Authorized {
    pub fn db(&self) -> &Db {
        &self.state.db
    }

    /// The present caller, as the activity names him.
    pub fn by(&self) -> By {
        By {
            actor: Some(self.actor.id),
            name: self.actor.name.clone(),
            address: self.address.to_string(),
            at: db::now(),
        }
    }

    /// The address of a page as users open it.
    pub fn address_of(&self, path: &str) -> String {
        format!("{}{path}", self.state.base_url)
    }

    /// As [`Open::guarded_by_tries`].
    ///
    /// # Errors
    /// [`AppError::Wait`] after too many tries; else what the try says.
    pub async fn guarded_by_tries<T>(
        &self,
        tried: impl Future<Output = Result<T, db::Error>>,
    ) -> Result<T, AppError> {
        tries::guard(self.db(), Some(self.actor.id), self.address, tried).await
    }

    /// Counts a try at the actor's own password before it is made, as one at the door, and
    /// forgets his tries where it is right.
    ///
    /// # Errors
    /// [`AppError::Wait`] after too many tries; else what the try says.
    pub async fn guarded_as_sign_in<T>(
        &self,
        tried: impl Future<Output = Result<Option<T>, db::Error>>,
    ) -> Result<Option<T>, AppError> {
        let (account, address) = (self.actor.id.to_string(), self.address.to_string());
        sign_in_tries(self.db(), &account, &address).await?;
        let outcome = tried.await?;
        if outcome.is_some() {
            forget_sign_in_tries(self.db(), &account, &address).await?;
        }
        Ok(outcome)
    }

    /// The token of the session that asks.
    pub fn session(&self) -> String {
        caller().session.unwrap_or_default()
    }

    /// Nobody gives a type that holds more than his own.
    ///
    /// # Errors
    /// [`AppError::Forbidden`]; [`AppError::Invalid`] where there is no such type.
    pub async fn may_give(&self, user_type: UserTypeId) -> Result<(), AppError> {
        let holds = db::user_types::permissions(self.db(), user_type)
            .await
            .map_err(|error| match error {
                db::Error::NotFound => Problem::new("user_type", "Choose a user type.").into(),
                error => AppError::from(error),
            })?;
        if self.actor.may_give(&holds) {
            Ok(())
        } else {
            Err(AppError::Forbidden.with_status())
        }
    }

    /// Nobody edits a user who may do more than himself: a new password would make him that user.
    ///
    /// # Errors
    /// [`AppError::Forbidden`], [`AppError::NotFound`].
    pub async fn may_edit(&self, user: UserId) -> Result<(), AppError> {
        let user = db::users::get(self.db(), user).await?;
        self.may_give(user.user_type).await
    }

    /// Tells the open pages that something changed.
    pub async fn tell(&self, notice: Notice) {
        self.state.live.tell(self.db(), notice).await;
    }

    /// Tells the member's pages and the group's.
    pub async fn tell_member(&self, group: GroupId, user: UserId) {
        self.tell(Notice::User(user)).await;
        self.tell(Notice::Group(group)).await;
    }

    /// Runs a started mass action beside the request.
    pub fn run(&self, action: MassActionId) {
        let (db, live) = (self.state.db.clone(), self.state.live.clone());
        tokio::spawn(async move { db::runner::run(&db, &live, action).await });
    }
}

/// # Errors
/// [`AppError::SignedOut`], [`AppError::Forbidden`].
pub async fn authorize(action: Action) -> Result<Authorized, AppError> {
    let Caller { actor, address, .. } = caller();
    let actor = actor.ok_or_else(|| AppError::SignedOut.with_status())?;
    if !actor.may(action) {
        return Err(AppError::Forbidden.with_status());
    }
    Ok(Authorized {
        actor,
        address,
        state: expect_context::<AppState>(),
    })
}

/// For going on with a mass action: the right that its kind takes.
///
/// # Errors
/// [`AppError::SignedOut`], [`AppError::Forbidden`]; [`AppError::NotFound`] also for another
/// group's action.
pub async fn authorize_mass_action(
    group: GroupId,
    action: MassActionId,
) -> Result<Authorized, AppError> {
    let cx = authorize(Action::ListGroups).await?;
    let kind = db::mass_actions::kind(cx.db(), group, action).await?;
    authorize(kind.needs()).await
}

/// What a stranger may reach: signing in and setting up, and nothing else.
pub struct Open {
    pub caller: Caller,
    state: AppState,
}

impl Open {
    pub fn db(&self) -> &Db {
        &self.state.db
    }

    /// What the browser calls itself, for the list of sessions; at most 200 characters.
    pub fn user_agent(&self) -> String {
        let agent = use_context::<Parts>().and_then(|parts| {
            let agent = parts.headers.get(header::USER_AGENT)?;
            Some(agent.to_str().ok()?.chars().take(200).collect())
        });
        agent.unwrap_or_default()
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
        tries::guard(self.db(), account, self.caller.address, tried).await
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

/// The gate of the few functions that strangers may call; the doors test lists them.
pub fn open_to_all() -> Open {
    Open {
        caller: caller(),
        state: expect_context::<AppState>(),
    }
}
