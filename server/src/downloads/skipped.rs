//! The users that a mass action skipped, as a file.
use super::{
    file_name::FileName,
    list_file::{ExportQuery, ListFile},
};
use app::server::{Gate, Refusal};
use axum::{
    extract::{Path, Query},
    response::Response,
};
use db::mass_actions::SkippedUser;
use domain::{
    ids::{GroupId, MassActionId},
    policy::Action,
};
use futures::stream;

/// The skipped users, with the reasons.
pub async fn skipped(
    gate: Gate,
    Path((group, action)): Path<(GroupId, MassActionId)>,
    Query(asked): Query<ExportQuery>,
) -> Result<Response, Refusal> {
    let cx = gate
        .authorize_on(Action::ListGroups, [group.into()])
        .await?;
    let rows = db::mass_actions::skipped(cx.db(), group, action).await?;
    let name = db::groups::get(cx.db(), group).await?.name;
    let name = FileName::of_group(group, &name, "skipped");
    send(rows, ListFile::new(name, "Skipped users", asked, &cx)).await
}

/// As [`skipped`], of a mass action on users.
pub async fn skipped_of_users(
    gate: Gate,
    Path(action): Path<MassActionId>,
    Query(asked): Query<ExportQuery>,
) -> Result<Response, Refusal> {
    let cx = gate.authorize(Action::ListUsers)?;
    let rows = db::mass_actions::skipped(cx.db(), cx.scope, action).await?;
    let name = FileName::new("skipped-users");
    send(rows, ListFile::new(name, "Skipped users", asked, &cx)).await
}

async fn send(rows: Vec<SkippedUser>, file: ListFile) -> Result<Response, Refusal> {
    let cells = |user: SkippedUser| vec![user.login, user.name, user.reason];
    let head = ["Login", "Name", "Reason"];
    file.send(&head, stream::iter([Ok(rows)]), cells).await
}
