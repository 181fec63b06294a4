use crate::AppError;
use domain::{
    ids::{GroupId, MassActionId},
    mass_actions::{MassActionForm, MassActionKind, MassActionPreview, MassActionView, Selection},
};
use leptos::{prelude::*, server_fn::codec::Json};

/// Returns exact numbers, before anything is written.
#[server(input = Json)]
pub async fn preview_mass_action(
    group: GroupId,
    kind: MassActionKind,
    scope: Selection,
) -> Result<MassActionPreview, AppError> {
    let cx = crate::server::authorize_on(kind.required_action(), [group.into()]).await?;
    Ok(db::mass_actions::preview(cx.db(), group, kind, &scope).await?)
}

/// Starts a mass action, then redirects to the list, which shows its progress.
#[server]
pub async fn start_mass_action(
    group: GroupId,
    #[server(flatten)] form: MassActionForm,
    #[server(default)] return_to: String,
) -> Result<(), AppError> {
    let Some(kind) = form.kind() else {
        return Err(AppError::BadRequest.with_status());
    };
    let cx = crate::server::authorize_on(kind.required_action(), [group.into()]).await?;
    let scope: Selection =
        serde_json::from_str(&form.scope).map_err(|_| AppError::BadRequest.with_status())?;
    let action = db::mass_actions::start(cx.db(), &cx.audit(), group, kind, &scope).await?;
    cx.spawn_mass_action(action);
    leptos_axum::redirect(crate::server::local_path(&return_to));
    Ok(())
}

#[server]
pub async fn cancel_mass_action(group: GroupId, action: MassActionId) -> Result<(), AppError> {
    let cx = crate::server::authorize_mass_action(group, action).await?;
    db::mass_actions::cancel(cx.db(), &cx.audit(), group, action).await?;
    Ok(())
}

#[server]
pub async fn undo_mass_action(group: GroupId, action: MassActionId) -> Result<(), AppError> {
    let cx = crate::server::authorize_mass_action(group, action).await?;
    let undo = db::mass_actions::undo(cx.db(), &cx.audit(), group, action).await?;
    cx.spawn_mass_action(undo);
    Ok(())
}

/// Returns the group's newest mass actions.
#[server(input = Json)]
pub async fn list_mass_actions(group: GroupId) -> Result<Vec<MassActionView>, AppError> {
    let cx =
        crate::server::authorize_on(domain::policy::Action::ListGroups, [group.into()]).await?;
    Ok(db::mass_actions::recent(cx.db(), group, 5, db::now()).await?)
}
