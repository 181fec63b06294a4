//! The gate of server functions for users.
use super::{Authorized, Gate};
use crate::AppError;
use db::access_scope::Target;
use domain::{
    ids::{GroupId, ImportId, MassActionId},
    imports::stored::ImportKind,
    mass_actions::MassActionKind,
    policy::Action,
};

/// # Errors
/// [`AppError::SignedOut`], [`AppError::Forbidden`].
pub async fn authorize(action: Action) -> Result<Authorized, AppError> {
    Gate::current()?
        .authorize(action)
        .map_err(AppError::with_status)
}

/// As [`authorize`], for an action on these targets. Required wherever the caller sends an id.
///
/// # Errors
/// [`AppError::SignedOut`], [`AppError::Forbidden`]; [`AppError::NotFound`] for targets out of
/// scope.
pub async fn authorize_on<const N: usize>(
    action: Action,
    targets: [Target; N],
) -> Result<Authorized, AppError> {
    let found = Gate::current()?.authorize_on(action, targets).await;
    found.map_err(AppError::with_status)
}

/// Authorizes a move to another branch, which also requires the right to edit the target.
///
/// # Errors
/// As for [`authorize_on`].
pub async fn authorize_move(edit: Action, target: Target) -> Result<Authorized, AppError> {
    authorize(Action::EditBranches).await?;
    authorize_on(edit, [target]).await
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
    let (kind, _) = db::mass_actions::kind(cx.db(), group, action).await?;
    authorize_on(kind.required_action(), [group.into()]).await
}

/// Authorizes a mass action on users of the actor's list, and in this group. The scope is that of the
/// list.
///
/// # Errors
/// [`AppError::SignedOut`], [`AppError::Forbidden`]; [`AppError::NotFound`] for a group out of scope.
pub async fn authorize_users_action(
    kind: MassActionKind,
    group: Option<GroupId>,
) -> Result<Authorized, AppError> {
    for action in kind.required_of_users() {
        match group {
            Some(group) => authorize_on(*action, [group.into()]).await?,
            None => authorize(*action).await?,
        };
    }
    authorize(Action::ListUsers).await
}

/// As [`authorize_users_action`], for one that already exists; returns the group that it is about, too.
///
/// # Errors
/// As there; [`AppError::NotFound`] also for one out of the scope of the list.
pub async fn authorize_started_users_action(
    action: MassActionId,
) -> Result<(Authorized, Option<GroupId>), AppError> {
    let cx = authorize(Action::ListUsers).await?;
    let (kind, group) = db::mass_actions::kind(cx.db(), cx.scope, action).await?;
    Ok((authorize_users_action(kind, group).await?, group))
}

/// As [`Gate::authorize_import`].
///
/// # Errors
/// As there.
pub async fn authorize_import(import: ImportId) -> Result<Authorized, AppError> {
    let found = Gate::current()?.authorize_import(import).await;
    found.map_err(AppError::with_status)
}

/// As [`Gate::authorize_import_of`].
///
/// # Errors
/// As there.
pub async fn authorize_import_of(
    kind: ImportKind,
    group: Option<GroupId>,
) -> Result<Authorized, AppError> {
    let found = Gate::current()?.authorize_import_of(kind, group).await;
    found.map_err(AppError::with_status)
}
