//! The server functions of mass actions: those of a group, and those on users.
use crate::AppError;
use domain::{
    form_token::FormToken,
    ids::{GroupId, MassActionId},
    mass_actions::{
        MassActionForm, MassActionKind, MassActionPreview, MassActionView, Selection, UsersAction,
        UsersActionForm,
    },
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
    token: FormToken,
    #[server(flatten)] form: MassActionForm,
    #[server(default)] return_to: String,
) -> Result<(), AppError> {
    let Some(kind) = form.kind() else {
        return Err(AppError::BadRequest.with_status());
    };
    let cx = crate::server::authorize_on(kind.required_action(), [group.into()]).await?;
    let scope: Selection =
        serde_json::from_str(&form.scope).map_err(|_| AppError::BadRequest.with_status())?;
    let audit = cx.audit_for(&token, &(group, &form))?;
    let action = db::mass_actions::start(cx.db(), &audit, group, kind, &scope).await?;
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

/// As [`preview_mass_action`], on the list of users.
#[server(input = Json)]
pub async fn preview_users_action(asked: UsersAction) -> Result<MassActionPreview, AppError> {
    let cx = crate::server::authorize_users_action(asked.kind, asked.group()).await?;
    if asked.kind == MassActionKind::InviteUsers && !cx.mail_config().sends {
        return Err(AppError::Conflict(domain::conflict::Conflict::NoInvitations).with_status());
    }
    Ok(db::mass_actions::preview_on_users(cx.db(), &cx.audit(), &asked).await?)
}

/// As [`start_mass_action`], on the list of users.
#[server]
pub async fn start_users_action(
    token: FormToken,
    #[server(flatten)] form: UsersActionForm,
    #[server(default)] return_to: String,
) -> Result<(), AppError> {
    let asked = serde_json::from_str(&form.asked).ok();
    let Some(asked) = asked.and_then(|asked| form.complete(asked)) else {
        return Err(AppError::BadRequest.with_status());
    };
    let cx = crate::server::authorize_users_action(asked.kind, asked.group()).await?;
    let mail = cx.mail_config();
    if asked.kind == MassActionKind::InviteUsers && !mail.sends {
        return Err(AppError::Conflict(domain::conflict::Conflict::NoInvitations).with_status());
    }
    let audit = cx.audit_for(&token, &form)?;
    let base_url = mail.sends.then_some(mail.base_url);
    let started = db::mass_actions::start_on_users(cx.db(), &audit, &asked, base_url).await;
    cx.spawn_mass_action(started.map_err(|error| crate::server::busy_with(asked.group(), error))?);
    leptos_axum::redirect(crate::server::local_path(&return_to));
    Ok(())
}

#[server]
pub async fn cancel_users_action(action: MassActionId) -> Result<(), AppError> {
    let (cx, _) = crate::server::authorize_started_users_action(action).await?;
    db::mass_actions::cancel(cx.db(), &cx.audit(), cx.scope, action).await?;
    Ok(())
}

#[server]
pub async fn undo_users_action(action: MassActionId) -> Result<(), AppError> {
    let (cx, group) = crate::server::authorize_started_users_action(action).await?;
    let undo = db::mass_actions::undo(cx.db(), &cx.audit(), cx.scope, action).await;
    let undo = undo.map_err(|error| crate::server::busy_with(group, error))?;
    cx.spawn_mass_action(undo);
    Ok(())
}

/// Returns the newest mass actions on users of the actor's scope.
#[server(input = Json)]
pub async fn list_users_actions() -> Result<Vec<MassActionView>, AppError> {
    let cx = crate::server::authorize(domain::policy::Action::ListUsers).await?;
    Ok(db::mass_actions::recent(cx.db(), cx.scope, 5, db::now()).await?)
}
