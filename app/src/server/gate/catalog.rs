//! The gate of the catalog, which may be public.
use super::{Authorized, GateState, authorize};
use crate::{AppError, server::caller};
use db::Db;
use domain::{
    ids::UserId,
    policy::{Action, Actor},
};
use leptos::prelude::expect_context;

/// Who looks at the catalog.
pub struct CatalogContext {
    /// `None` is a stranger, where the catalog is public.
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

/// For looking at the catalog: whoever may, and strangers where it is public.
///
/// # Errors
/// [`AppError::SignedOut`], [`AppError::Forbidden`].
pub async fn authorize_catalog() -> Result<CatalogContext, AppError> {
    if caller().actor.is_some() {
        let Authorized { actor, state, .. } = authorize(Action::BrowseCatalog).await?;
        let actor = Some(actor);
        return Ok(CatalogContext { actor, state });
    }
    let state = expect_context::<GateState>();
    if db::settings::public_catalog(&state.db).await? {
        return Ok(CatalogContext { actor: None, state });
    }
    Err(AppError::SignedOut.with_status())
}
