//! The only way from a server function to the database: through [`authorize`].
mod visitor;

pub use visitor::{Visitor, authorize_catalog};

use super::{Caller, caller, cookies};
use crate::{AppError, theme::Theme};
use axum::http::{header, request::Parts};
use db::{
    By, Db,
    live::{Live, Notice},
};
use domain::{
    ids::{GroupId, MassActionId, UserId, UserTypeId},
    orders::Provider,
    policy::{Action, Actor},
    problem::Problem,
    throttle::{KEY_ACCOUNT, KEY_ADDRESS},
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
    card: bool,
}

impl AppState {
    /// `base_url` is as users type it, `https://learn.example.org`, without a slash at the end:
    /// links are made from it alone.
    pub fn new(db: Db, live: Live, base_url: Arc<str>) -> Self {
        let card = false;
        Self {
            db,
            live,
            base_url,
            card,
        }
    }

    /// Whether orders can be paid by card.
    pub fn with_card(self, card: bool) -> Self {
        Self { card, ..self }
    }

    pub(crate) fn takes_cards(&self) -> bool {
        self.card
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

    /// Counts a try at a group key or a coupon before it is made, for the account and the
    /// address, and takes it back where it was right.
    ///
    /// # Errors
    /// [`AppError::Wait`] after too many tries; else what the try says.
    pub async fn guarded_by_tries<T>(
        &self,
        tried: impl Future<Output = Result<T, db::Error>>,
    ) -> Result<T, AppError> {
        Ok(self.counting_tries(tried).await??)
    }

    /// As [`Self::guarded_by_tries`], for whoever has an answer of his own to a wrong guess.
    ///
    /// # Errors
    /// [`AppError::Wait`] after too many tries.
    pub async fn counting_tries<T>(
        &self,
        tried: impl Future<Output = Result<T, db::Error>>,
    ) -> Result<Result<T, db::Error>, AppError> {
        let (account, address) = (self.actor.id.to_string(), self.address.to_string());
        let now = db::now();
        db::throttles::try_at(self.db(), "key_account", &account, KEY_ACCOUNT, now).await?;
        db::throttles::try_at(self.db(), "key_address", &address, KEY_ADDRESS, now).await?;
        let outcome = tried.await;
        let guessed = matches!(
            outcome,
            Err(db::Error::KeyRefused | db::Error::CouponRefused)
        );
        if !guessed {
            db::throttles::take_back(self.db(), "key_account", &account, 1).await?;
            db::throttles::take_back(self.db(), "key_address", &address, 1).await?;
        }
        Ok(outcome)
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

    /// Who can bring the money.
    pub fn providers(&self) -> Vec<Provider> {
        let card = self.state.card.then_some(Provider::Stripe);
        [Provider::Invoice].into_iter().chain(card).collect()
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

    /// Tells the buyer's pages and the bundle's group.
    pub async fn tell_order(&self, buyer: Option<UserId>, group: Option<GroupId>) {
        if let Some(buyer) = buyer {
            self.tell(Notice::User(buyer)).await;
        }
        if let Some(group) = group {
            self.tell(Notice::Group(group)).await;
        }
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
