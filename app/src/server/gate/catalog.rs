//! The gate of the catalog, which can be public.
use super::{Authorized, GateState, authorize};
use crate::{AppError, server::caller};
use db::Db;
use domain::{
    ids::UserId,
    policy::{Action, Actor},
};
use leptos::prelude::use_context;

/// Access to the catalog, for users and guests.
pub struct CatalogContext {
    /// `None` for a guest of a public catalog.
    pub actor: Option<Actor>,
    state: GateState,
}

impl CatalogContext {
    pub fn db(&self) -> &Db {
        &self.state.db
    }

    pub fn id(&self) -> Option<UserId> {
        self.actor.as_ref().map(|actor| actor.id)
    }
}

/// Authorizes viewing the catalog: for users with permission, and for guests if it is public.
///
/// # Errors
/// [`AppError::SignedOut`], [`AppError::Forbidden`].
pub async fn authorize_catalog() -> Result<CatalogContext, AppError> {
    if caller().actor.is_some() {
        let Authorized { actor, state, .. } = authorize(Action::BrowseCatalog).await?;
        let actor = Some(actor);
        return Ok(CatalogContext { actor, state });
    }
    let state: GateState = use_context().ok_or(AppError::Unreachable)?;
    if db::settings::public_catalog(&state.db).await? {
        return Ok(CatalogContext { actor: None, state });
    }
    Err(AppError::SignedOut.with_status())
}
