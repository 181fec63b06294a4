//! The only way from a server function to the database is through [`authorize`].
mod open;
mod realm;
mod rights;
mod state;
mod teaching;
mod visitor;

pub use open::Open;
pub use state::{AppState, Means};
pub use teaching::{authorize_appointing, authorize_sight};
pub use visitor::{Visitor, authorize_catalog};

use super::{
    Caller, caller,
    tries::{self, forget_sign_in_tries, sign_in_tries},
};
use crate::AppError;
use db::{By, Db, live::Notice, realm::Thing, sign_ups::Post};
use domain::{
    ids::{BranchId, GroupId, MassActionId, UserId},
    orders::Provider,
    policy::{Action, Actor},
    realm::Realm,
};
use leptos::prelude::expect_context;
use std::net::IpAddr;

/// Proof that the actor may perform the action, and the database connection for it.
pub struct Authorized {
    pub actor: Actor,
    /// How far the action may reach.
    pub realm: Realm,
    session: String,
    address: IpAddr,
    state: AppState,
}

impl Authorized {
    pub fn db(&self) -> &Db {
        &self.state.db
    }

    /// The token of the caller's session, needed to change that session.
    pub fn session(&self) -> &str {
        &self.session
    }

    /// The audit context of the caller. While acting as another user it names both users.
    pub fn by(&self) -> By {
        let Actor {
            id, name, acting, ..
        } = &self.actor;
        let (actor, name) = match acting {
            Some(real) => (real.id, format!("{} as {name}", real.name)),
            None => (*id, name.clone()),
        };
        By {
            actor: Some(actor),
            name,
            address: self.address.to_string(),
            at: db::now(),
            realm: self.realm,
        }
    }

    /// The public URL of a page.
    pub fn address_of(&self, path: &str) -> String {
        format!("{}{path}", self.state.base_url)
    }

    /// As [`PublicContext::rate_limited`].
    ///
    /// # Errors
    /// [`AppError::TooManyAttempts`]; otherwise the attempt's own errors.
    pub async fn guarded_by_tries<T>(
        &self,
        tried: impl Future<Output = Result<T, db::Error>>,
    ) -> Result<T, AppError> {
        Ok(self.counting_tries(tried).await??)
    }

    /// As [`Self::rate_limited`], for callers that handle a wrong guess themselves.
    ///
    /// # Errors
    /// [`AppError::TooManyAttempts`].
    pub async fn counting_tries<T>(
        &self,
        tried: impl Future<Output = Result<T, db::Error>>,
    ) -> Result<Result<T, db::Error>, AppError> {
        tries::count(self.db(), Some(self.actor.id), self.address, tried).await
    }

    /// Counts a check of the actor's own password as a sign-in attempt, before the check is made.
    /// A right password resets the count.
    ///
    /// # Errors
    /// [`AppError::TooManyAttempts`]; otherwise the attempt's own errors.
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

    /// The payment providers that buyers can choose from.
    pub fn providers(&self) -> Vec<Provider> {
        let card = self.state.means.card.then_some(Provider::Stripe);
        [Provider::Invoice].into_iter().chain(card).collect()
    }

    /// Publishes a change of an order to the buyer and to the bundle's group.
    pub async fn tell_order(&self, buyer: Option<UserId>, group: Option<GroupId>) {
        for notice in Notice::of_order(buyer, group) {
            self.tell(notice).await;
        }
    }

    /// Publishes a change to the open pages.
    pub async fn tell(&self, notice: Notice) {
        self.state.live.tell(self.db(), notice).await;
    }

    /// How the portal sends e-mail.
    pub fn post(&self) -> Post<'_> {
        self.state.post()
    }

    /// Publishes a change of the groups that new users of this branch join.
    ///
    /// # Errors
    /// The database failed.
    pub async fn tell_default_groups(&self, branch: Option<BranchId>) -> Result<(), AppError> {
        self.state.tell_default_groups(branch).await
    }

    /// Publishes a change to the member and to the group.
    pub async fn tell_member(&self, group: GroupId, user: UserId) {
        self.tell(Notice::User(user)).await;
        self.tell(Notice::Group(group)).await;
    }

    /// Runs a started mass action in the background.
    pub fn run(&self, action: MassActionId) {
        let (db, live) = (self.state.db.clone(), self.state.live.clone());
        tokio::spawn(async move { db::runner::run(&db, &live, action).await });
    }
}

/// # Errors
/// [`AppError::SignedOut`], [`AppError::Forbidden`].
pub async fn authorize(action: Action) -> Result<Authorized, AppError> {
    let Caller {
        actor,
        session,
        address,
        ..
    } = caller();
    let actor = actor.ok_or_else(|| AppError::SignedOut.with_status())?;
    if !actor.may(action) {
        return Err(AppError::Forbidden.with_status());
    }
    Ok(Authorized {
        realm: actor.realm(action),
        actor,
        session: session.unwrap_or_default(),
        address,
        state: expect_context::<AppState>(),
    })
}

/// As [`authorize`], for an action on these targets. Required wherever the caller sends an id.
///
/// # Errors
/// [`AppError::SignedOut`], [`AppError::Forbidden`]; [`AppError::NotFound`] for targets out of
/// scope.
pub async fn authorize_on<const N: usize>(
    action: Action,
    things: [Thing; N],
) -> Result<Authorized, AppError> {
    let cx = authorize(action).await?;
    for thing in things {
        cx.find(thing).await?;
    }
    Ok(cx)
}

/// Authorizes a move to another branch, which also requires the right to edit the target.
///
/// # Errors
/// As for [`authorize_on`].
pub async fn authorize_move(edit: Action, thing: Thing) -> Result<Authorized, AppError> {
    authorize(Action::EditBranches).await?;
    authorize_on(edit, [thing]).await
}

/// Authorizes work on a mass action that already exists, by the action that its kind requires.
///
/// # Errors
/// [`AppError::SignedOut`], [`AppError::Forbidden`]; [`AppError::NotFound`] also if the mass action
/// belongs to another group.
pub async fn authorize_mass_action(
    group: GroupId,
    action: MassActionId,
) -> Result<Authorized, AppError> {
    let cx = authorize_on(Action::ListGroups, [group.into()]).await?;
    let kind = db::mass_actions::kind(cx.db(), group, action).await?;
    authorize_on(kind.needs(), [group.into()]).await
}

/// The gate of the few functions that guests can call. The authorization matrix test lists them.
pub fn open_to_all() -> Open {
    Open {
        caller: caller(),
        state: expect_context::<AppState>(),
    }
}
