//! The gate as an extractor, for the routes that are no server functions.
use super::{Authorized, GateState};
use crate::{
    AppError,
    server::{Caller, caller},
};
use axum::{
    extract::{FromRef, FromRequestParts},
    http::request::Parts,
    response::{IntoResponse, Response},
};
use db::access_scope::Target;
use domain::{
    ids::{GroupId, ImportId},
    imports::stored::ImportKind,
    policy::Action,
};
use leptos::prelude::use_context;
use std::convert::Infallible;

/// A caller before the permission is checked. It has a database connection, but gives it only to
/// an [`Authorized`].
///
/// Its errors set no status by themselves ([`AppError::with_status`]): a route is not in a context of
/// Leptos, and what the thread has there can belong to a page that is being rendered for another user.
#[derive(Clone)]
pub struct Gate {
    caller: Caller,
    state: GateState,
}

impl<S: Send + Sync> FromRequestParts<S> for Gate
where
    GateState: FromRef<S>,
{
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Infallible> {
        Ok(Self {
            caller: Caller::of(parts),
            state: GateState::from_ref(state),
        })
    }
}

impl Gate {
    /// The gate of a server function, whose caller and state are in Leptos's context.
    ///
    /// # Errors
    /// [`AppError::Unreachable`] where the view that asks is gone already. Leptos makes the views of a page several
    /// times, and would wait for ever for an answer of one that it has dropped.
    pub(super) fn current() -> Result<Self, AppError> {
        let state = use_context().ok_or(AppError::Unreachable)?;
        Ok(Self {
            caller: caller(),
            state,
        })
    }

    /// # Errors
    /// [`AppError::SignedOut`], [`AppError::Forbidden`].
    pub fn authorize(&self, action: Action) -> Result<Authorized, AppError> {
        let source = self.caller.source();
        let Caller {
            actor,
            session,
            address,
            page,
            ..
        } = self.caller.clone();
        let actor = actor.ok_or(AppError::SignedOut)?;
        if !actor.may(action) {
            return Err(AppError::Forbidden);
        }
        Ok(Authorized {
            scope: actor.scope(action),
            actor,
            session: session.unwrap_or_default(),
            address,
            source,
            state: self.state.clone().on_behalf_of(page),
        })
    }

    /// As [`Self::authorize`], for an action on these targets. Required wherever the caller sends
    /// an id.
    ///
    /// # Errors
    /// [`AppError::SignedOut`], [`AppError::Forbidden`]; [`AppError::NotFound`] for targets out of
    /// scope.
    pub async fn authorize_on<const N: usize>(
        &self,
        action: Action,
        targets: [Target; N],
    ) -> Result<Authorized, AppError> {
        let cx = self.authorize(action)?;
        for target in targets {
            cx.find_in_scope(target).await?;
        }
        Ok(cx)
    }

    /// Authorizes work on an import that already exists, by the action that its kind requires. Only its
    /// importer and SuperAdmins reach it.
    ///
    /// # Errors
    /// [`AppError::SignedOut`], [`AppError::Forbidden`]; [`AppError::NotFound`] for the import of
    /// someone else.
    pub async fn authorize_import(&self, import: ImportId) -> Result<Authorized, AppError> {
        let cx = self.authorize(Action::BeSignedIn)?;
        let owner = db::imports::owner(cx.db(), import).await;
        let owner = owner.map_err(AppError::of)?;
        if owner.actor != cx.audit().actor && !cx.actor.is_unrestricted() {
            return Err(AppError::NotFound);
        }
        self.authorize_import_of(owner.kind, owner.group).await
    }

    /// Authorizes an import of this kind, into this group.
    ///
    /// # Errors
    /// As for [`Self::authorize_on`]; [`AppError::BadRequest`] if the group is missing.
    pub async fn authorize_import_of(
        &self,
        kind: ImportKind,
        group: Option<GroupId>,
    ) -> Result<Authorized, AppError> {
        match group {
            Some(group) if kind.has_group() => {
                self.authorize_on(kind.required_action(), [group.into()])
                    .await
            }
            None if !kind.has_group() => self.authorize(kind.required_action()),
            _ => Err(AppError::BadRequest),
        }
    }

    /// Returns the gate with the permissions that the session has now, for a response that outlives
    /// its request. If the session has ended, the caller is a guest.
    ///
    /// # Errors
    /// The database failed.
    pub async fn renewed(mut self) -> Result<Self, AppError> {
        let session = self.caller.session.as_deref().unwrap_or_default();
        let found = db::sessions::find(&self.state.db, session, db::now()).await;
        let found = found.map_err(AppError::of)?;
        self.caller.actor = found.map(|(_, actor)| actor);
        Ok(self)
    }
}

/// An error as the response of a route that is no server function: its status, and its sentence as
/// plain text.
#[derive(Debug)]
pub struct Refusal(AppError);

impl From<AppError> for Refusal {
    fn from(error: AppError) -> Self {
        Self(error)
    }
}

impl From<db::Error> for Refusal {
    fn from(error: db::Error) -> Self {
        Self(AppError::of(error))
    }
}

impl IntoResponse for Refusal {
    fn into_response(self) -> Response {
        (self.0.status(), self.0.to_string()).into_response()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::http::StatusCode;
    use leptos::prelude::{Owner, provide_context};
    use leptos_axum::ResponseOptions;

    /// The event stream asks the gate on threads that render pages for others.
    #[test]
    fn a_refused_route_leaves_the_response_of_a_page_alone() {
        Owner::new().with(|| {
            let response = ResponseOptions::default();
            provide_context(response.clone());
            let status = || response.0.read().unwrap().status;
            let _ = Refusal::from(db::Error::NotFound);
            assert_eq!(status(), None);
            let _ = AppError::from(db::Error::NotFound);
            assert_eq!(status(), Some(StatusCode::NOT_FOUND));
        });
    }
}
