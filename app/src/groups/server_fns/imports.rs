use crate::AppError;
use domain::{ids::GroupId, member_imports::ImportPreview};
use leptos::{prelude::*, server_fn::codec::Json};

/// Stores the list for an hour, then redirects to its preview.
#[server]
pub async fn upload_member_import(
    group: GroupId,
    #[server(default)] list: String,
) -> Result<(), AppError> {
    let cx =
        crate::server::authorize_on(domain::policy::Action::EditMembers, [group.into()]).await?;
    let members = crate::server::read_list(&list)?.members();
    domain::member_imports::check_size(members.lines.len())?;
    let ticket = db::flashes::put(cx.db(), &list, db::flashes::LONG, db::now()).await?;
    leptos_axum::redirect(&format!("/groups/{group}/import/{ticket}"));
    Ok(())
}

/// Returns the current verdict for each line of the list.
#[server(input = Json)]
pub async fn get_import(group: GroupId, ticket: String) -> Result<ImportPreview, AppError> {
    let cx =
        crate::server::authorize_on(domain::policy::Action::EditMembers, [group.into()]).await?;
    let list = db::flashes::get(cx.db(), &ticket, db::now())
        .await?
        .ok_or(db::Error::NotFound)?;
    let members = crate::server::read_list(&list)?.members();
    let (rows, _) = db::members::preview_import(cx.db(), group, members.lines).await?;
    let notes = members.notes.iter().map(domain::messages::imports::note);
    let notes = notes.collect();
    Ok(ImportPreview { rows, notes })
}

/// Returns the list as it was entered, to be changed; empty without a ticket or after an hour.
#[server(input = Json)]
pub async fn get_import_list(group: GroupId, ticket: String) -> Result<String, AppError> {
    let cx =
        crate::server::authorize_on(domain::policy::Action::EditMembers, [group.into()]).await?;
    let list = db::flashes::get(cx.db(), &ticket, db::now()).await?;
    Ok(list.unwrap_or_default())
}

/// Starts the mass action that adds the users on the list, then redirects to its progress.
#[server]
pub async fn import_members(group: GroupId, ticket: String) -> Result<(), AppError> {
    use domain::mass_actions::{MassActionKind, Selection};
    let cx =
        crate::server::authorize_on(MassActionKind::AddMembers.required_action(), [group.into()])
            .await?;
    let list = db::flashes::get(cx.db(), &ticket, db::now())
        .await?
        .ok_or(db::Error::NotFound)?;
    let members = crate::server::read_list(&list)?.members();
    let (_, users) = db::members::preview_import(cx.db(), group, members.lines).await?;
    let selection = Selection::Selected(users);
    let action = db::mass_actions::start(
        cx.db(),
        &cx.audit(),
        group,
        MassActionKind::AddMembers,
        &selection,
    )
    .await?;
    cx.spawn_mass_action(action);
    leptos_axum::redirect(&format!("/groups/{group}/users"));
    Ok(())
}
