//! The only way from a server function to the database is through [`authorize`].
mod catalog;
mod grants;
mod instructors;
mod public_context;
mod scope;
mod state;

pub use catalog::{CatalogContext, authorize_catalog};
pub use instructors::{authorize_assign_instructors, authorize_view};
pub use public_context::PublicContext;
pub use state::{Capabilities, GateState};

use super::{
    Caller,
    attempts::{self, record_sign_in_attempt, reset_sign_in_attempts},
    caller,
};
use crate::AppError;
use db::{AuditContext, Db, access_scope::Target, sign_ups::MailConfig};
use domain::{
    access_scope::AccessScope,
    ids::{GroupId, MassActionId},
    orders::Provider,
    policy::{Action, Actor},
};
use leptos::prelude::expect_context;
use std::net::IpAddr;

/// Proof that the actor may perform the action, and the database connection for it.
pub struct Authorized {
    pub actor: Actor,
    /// How far the action may reach.
    pub scope: AccessScope,
    session: String,
    address: IpAddr,
    state: GateState,
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
    pub fn audit(&self) -> AuditContext {
        let Actor {
            id, name, acting, ..
        } = &self.actor;
        let (actor, name) = match acting {
            Some(real) => (real.id, format!("{} as {name}", real.name)),
            None => (*id, name.clone()),
        };
        AuditContext {
            actor: Some(actor),
            name,
            address: self.address.to_string(),
            at: db::now(),
            scope: self.scope,
        }
    }

    /// The public URL of a page.
    pub fn absolute_url(&self, path: &str) -> String {
        format!("{}{path}", self.state.base_url)
    }

    /// As [`PublicContext::rate_limited`].
    ///
    /// # Errors
    /// [`AppError::TooManyAttempts`]; otherwise the attempt's own errors.
    pub async fn rate_limited<T>(
        &self,
        tried: impl Future<Output = Result<T, db::Error>>,
    ) -> Result<T, AppError> {
        Ok(self.try_rate_limited(tried).await??)
    }

    /// As [`Self::rate_limited`], for callers that handle a wrong guess themselves.
    ///
    /// # Errors
    /// [`AppError::TooManyAttempts`].
    pub async fn try_rate_limited<T>(
        &self,
        tried: impl Future<Output = Result<T, db::Error>>,
    ) -> Result<Result<T, db::Error>, AppError> {
        attempts::limit_key_attempts(self.db(), Some(self.actor.id), self.address, tried).await
    }

    /// Counts a check of the actor's own password as a sign-in attempt, before the check is made.
    /// A right password resets the count.
    ///
    /// # Errors
    /// [`AppError::TooManyAttempts`]; otherwise the attempt's own errors.
    pub async fn rate_limited_sign_in<T>(
        &self,
        tried: impl Future<Output = Result<Option<T>, db::Error>>,
    ) -> Result<Option<T>, AppError> {
        let (account, address) = (self.actor.id.to_string(), self.address.to_string());
        record_sign_in_attempt(self.db(), &account, &address).await?;
        let outcome = tried.await?;
        if outcome.is_some() {
            reset_sign_in_attempts(self.db(), &account, &address).await?;
        }
        Ok(outcome)
    }

    /// The payment providers that buyers can choose from.
    pub fn payment_providers(&self) -> Vec<Provider> {
        let card = self.state.means.card.then_some(Provider::Stripe);
        [Provider::Invoice].into_iter().chain(card).collect()
    }

    /// How the portal sends e-mail.
    pub fn mail_config(&self) -> MailConfig<'_> {
        self.state.mail_config()
    }

    /// Runs a started mass action in the background.
    pub fn spawn_mass_action(&self, action: MassActionId) {
        let db = self.state.db.clone();
        tokio::spawn(async move { db::worker::run(&db, action).await });
    }
}

/// # Errors
/// [`AppError::SignedOut`], [`AppError::Forbidden`].
pub async fn authorize(action: Action) -> Result<Authorized, AppError> {
    let Caller {
        actor,
        session,
        address,
        page,
        ..
    } = caller();
    let actor = actor.ok_or_else(|| AppError::SignedOut.with_status())?;
    if !actor.may(action) {
        return Err(AppError::Forbidden.with_status());
    }
    Ok(Authorized {
        scope: actor.scope(action),
        actor,
        session: session.unwrap_or_default(),
        address,
        state: expect_context::<GateState>().on_behalf_of(page),
    })
}

/// As [`authorize`], for an action on these targets. Required wherever the caller sends an id.
///
/// # Errors
/// [`AppError::SignedOut`], [`AppError::Forbidden`]; [`AppError::NotFound`] for targets out of
/// scope.
pub async fn authorize_on<const N: usize>(
    action: Action,
    things: [Target; N],
) -> Result<Authorized, AppError> {
    let cx = authorize(action).await?;
    for thing in things {
        cx.ensure_in_scope(thing).await?;
    }
    Ok(cx)
}

/// Authorizes a move to another branch, which also requires the right to edit the target.
///
/// # Errors
/// As for [`authorize_on`].
pub async fn authorize_move(edit: Action, thing: Target) -> Result<Authorized, AppError> {
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
    authorize_on(kind.required_action(), [group.into()]).await
}

/// The gate of the few functions that guests can call. The authorization matrix test lists them.
pub fn public_context() -> PublicContext {
    let caller = caller();
    PublicContext {
        state: expect_context::<GateState>().on_behalf_of(caller.page),
        caller,
    }
}
