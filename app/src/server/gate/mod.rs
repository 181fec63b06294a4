//! The only way from a caller to the database: [`authorize`] in server functions, and [`Gate`] in
//! all other routes.
mod cards;
mod catalog;
mod extract;
mod grants;
mod instructors;
mod public_context;
mod scope;
mod server_fns;
mod state;

pub use cards::{CardError, CardProvider, EndedCheckout};
pub use catalog::{CatalogContext, authorize_catalog};
pub use extract::{Gate, Refusal};
pub use instructors::{authorize_assign_instructors, authorize_view};
pub use public_context::PublicContext;
pub use server_fns::{
    authorize, authorize_import, authorize_import_of, authorize_mass_action, authorize_move,
    authorize_on, authorize_started_users_action, authorize_users_action,
};
pub use state::{Capabilities, GateState};

use super::caller;
use crate::AppError;
use axum::http::request::Parts;
use db::{AuditContext, Db, SentForm, flashes::FlashKind, sign_ups::MailConfig};
use domain::{
    access_scope::AccessScope,
    form_token::FormToken,
    ids::{ImportId, MassActionId, UserId},
    orders::Provider,
    policy::Actor,
    throttle::Source,
};
use leptos::prelude::{expect_context, use_context};
use serde::Serialize;
use std::net::IpAddr;

/// Proof that the actor may perform the action, and the database connection for it.
pub struct Authorized {
    pub actor: Actor,
    /// How far the action may reach.
    pub scope: AccessScope,
    session: String,
    address: IpAddr,
    pub(super) source: Source,
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
            acting_as: acting.is_some().then_some(*id),
            name,
            address: self.address.to_string(),
            at: db::now(),
            scope: self.scope,
            form: None,
        }
    }

    /// As [`Self::audit`], for what a form adds: see [`Self::sent_form`].
    ///
    /// # Errors
    /// [`AppError::BadRequest`].
    pub fn audit_for(
        &self,
        token: &FormToken,
        fields: &impl Serialize,
    ) -> Result<AuditContext, AppError> {
        Ok(self.audit().for_form(self.sent_form(token, fields)?))
    }

    /// Returns by what a form that adds is known when it is sent again: its token, and all that was entered.
    ///
    /// # Errors
    /// [`AppError::BadRequest`] if the token is not one of the portal's pages.
    pub fn sent_form(
        &self,
        token: &FormToken,
        fields: &impl Serialize,
    ) -> Result<SentForm, AppError> {
        let bad = || AppError::BadRequest.with_status();
        let parts = use_context::<Parts>().ok_or_else(bad)?;
        let fields = serde_json::to_string(fields).map_err(|_| bad())?;
        if !token.is_valid() {
            return Err(bad());
        }
        let (secrets, sender) = (self.db().secrets(), self.real_id());
        let function = parts.uri.path();
        Ok(SentForm::new(secrets, sender, function, token, &fields))
    }

    /// The account behind the actor: an administrator's own while they act as another user.
    pub fn real_id(&self) -> UserId {
        self.actor.real_id()
    }

    /// Keeps a text for the actor's next page; returns its token.
    ///
    /// # Errors
    /// The database failed.
    pub async fn store_flash(&self, kind: FlashKind, body: &str) -> Result<String, AppError> {
        Ok(db::flashes::put_own(self.db(), kind, self.real_id(), body, db::now()).await?)
    }

    /// Returns a text that the actor kept.
    ///
    /// # Errors
    /// [`AppError::NotFound`], also for another user's and for one of another kind.
    pub async fn find_flash(&self, kind: FlashKind, token: &str) -> Result<String, AppError> {
        let found = db::flashes::get_own(self.db(), kind, self.real_id(), token, db::now()).await?;
        Ok(found.ok_or(db::Error::NotFound)?)
    }

    /// The public URL of a page.
    pub fn absolute_url(&self, path: &str) -> String {
        format!("{}{path}", self.state.base_url)
    }

    /// The payment providers that buyers can choose from.
    pub fn payment_providers(&self) -> Vec<Provider> {
        let card = self.state.takes_cards().then_some(Provider::Stripe);
        [Provider::Invoice].into_iter().chain(card).collect()
    }

    /// How the portal sends e-mail.
    pub fn mail_config(&self) -> MailConfig<'_> {
        self.state.mail_config()
    }

    /// Lets the import invite its users, if the portal sends e-mail.
    ///
    /// # Errors
    /// The database failed.
    pub async fn allow_invitations(&self, import: ImportId) -> Result<(), db::Error> {
        let mail = self.mail_config();
        if mail.sends {
            db::imports::allow_invitations(self.db(), import, mail.base_url).await?;
        }
        Ok(())
    }

    /// Goes on with an import in the background, and waits for a moment, so that a short list is ready
    /// when the page comes.
    pub async fn continue_import(&self, import: ImportId) {
        let work = tokio::spawn(crate::server::imports::run(self.state.db.clone(), import));
        // Longer work goes on behind the page, which follows it.
        let _ = tokio::time::timeout(crate::server::imports::AT_ONCE, work).await;
    }

    /// Runs a started mass action in the background.
    pub fn spawn_mass_action(&self, action: MassActionId) {
        let db = self.state.db.clone();
        tokio::spawn(async move { db::worker::run(&db, action).await });
    }
}

/// The gate of the few functions that guests can call. The authorization matrix test lists them.
pub fn public_context() -> PublicContext {
    let caller = caller();
    PublicContext {
        state: expect_context::<GateState>().on_behalf_of(caller.page),
        caller,
    }
}
