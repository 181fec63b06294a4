//! The only way from a server function to the database: through [`authorize`].
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
use db::{AuditContext, Db, access_scope::Target, event_bus::ChangeEvent, sign_ups::MailConfig};
use domain::{
    access_scope::AccessScope,
    ids::{BranchId, GroupId, MassActionId, UserId},
    orders::Provider,
    policy::{Action, Actor},
};
use leptos::prelude::expect_context;
use std::net::IpAddr;

/// Proof that the actor may do what was asked, and the connection to do it with.
pub struct Authorized {
    pub actor: Actor,
    /// How far he may do what was asked.
    pub scope: AccessScope,
    session: String,
    address: IpAddr,
    state: GateState,
}

impl Authorized {
    pub fn db(&self) -> &Db {
        &self.state.db
    }

    /// The token of the caller's session, to change what it is.
    pub fn session(&self) -> &str {
        &self.session
    }

    /// The present caller, as the activity names him: the real user, and as whom he acts.
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

    /// The address of a page as users open it.
    pub fn absolute_url(&self, path: &str) -> String {
        format!("{}{path}", self.state.base_url)
    }

    /// As [`Open::guarded_by_tries`].
    ///
    /// # Errors
    /// [`AppError::TooManyAttempts`] after too many tries; else what the try says.
    pub async fn rate_limited<T>(
        &self,
        tried: impl Future<Output = Result<T, db::Error>>,
    ) -> Result<T, AppError> {
        Ok(self.try_rate_limited(tried).await??)
    }

    /// As [`Self::guarded_by_tries`], for whoever has an answer of his own to a wrong guess.
    ///
    /// # Errors
    /// [`AppError::TooManyAttempts`] after too many tries.
    pub async fn try_rate_limited<T>(
        &self,
        tried: impl Future<Output = Result<T, db::Error>>,
    ) -> Result<Result<T, db::Error>, AppError> {
        attempts::limit_key_attempts(self.db(), Some(self.actor.id), self.address, tried).await
    }

    /// Counts a try at the actor's own password before it is made, as one at the door, and
    /// forgets his tries where it is right.
    ///
    /// # Errors
    /// [`AppError::TooManyAttempts`] after too many tries; else what the try says.
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

    /// Who can bring the money.
    pub fn payment_providers(&self) -> Vec<Provider> {
        let card = self.state.means.card.then_some(Provider::Stripe);
        [Provider::Invoice].into_iter().chain(card).collect()
    }

    /// Tells the buyer's pages and the bundle's group.
    pub async fn tell_order(&self, buyer: Option<UserId>, group: Option<GroupId>) {
        for event in ChangeEvent::for_order(buyer, group) {
            self.tell(event).await;
        }
    }

    /// Tells the open pages that something changed.
    pub async fn tell(&self, event: ChangeEvent) {
        self.state.live.publish(self.db(), event).await;
    }

    /// How the portal reaches people by mail.
    pub fn mail_config(&self) -> MailConfig<'_> {
        self.state.mail_config()
    }

    /// Tells the pages of the groups that new users of this branch join.
    ///
    /// # Errors
    /// The database failed.
    pub async fn tell_default_groups(&self, branch: Option<BranchId>) -> Result<(), AppError> {
        self.state.tell_default_groups(branch).await
    }

    /// Tells the member's pages and the group's.
    pub async fn tell_member(&self, group: GroupId, user: UserId) {
        self.tell(ChangeEvent::User(user)).await;
        self.tell(ChangeEvent::Group(group)).await;
    }

    /// Runs a started mass action beside the request.
    pub fn spawn_mass_action(&self, action: MassActionId) {
        let (db, live) = (self.state.db.clone(), self.state.live.clone());
        tokio::spawn(async move { db::worker::run(&db, &live, action).await });
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
        scope: actor.scope(action),
        actor,
        session: session.unwrap_or_default(),
        address,
        state: expect_context::<GateState>(),
    })
}

/// As [`authorize`], for acting on these: whoever names one by its id asks here.
///
/// # Errors
/// [`AppError::SignedOut`], [`AppError::Forbidden`]; [`AppError::NotFound`] for what lies outside
/// his realm.
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

/// For moving this to another branch: whoever moves it may also edit it.
///
/// # Errors
/// As for [`authorize_on`].
pub async fn authorize_move(edit: Action, thing: Target) -> Result<Authorized, AppError> {
    authorize(Action::EditBranches).await?;
    authorize_on(edit, [thing]).await
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
    let cx = authorize_on(Action::ListGroups, [group.into()]).await?;
    let kind = db::mass_actions::kind(cx.db(), group, action).await?;
    authorize_on(kind.required_action(), [group.into()]).await
}

/// The gate of the few functions that strangers may call; the doors test lists them.
pub fn public_context() -> PublicContext {
    PublicContext {
        caller: caller(),
        state: expect_context::<GateState>(),
    }
}
