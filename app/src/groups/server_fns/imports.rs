use crate::AppError;
use domain::{ids::GroupId, imports::Checked};
use leptos::{prelude::*, server_fn::codec::Json};

/// Stores the list for an hour, then redirects to its preview.
#[server]
pub async fn check_import(group: GroupId, #[server(default)] list: String) -> Result<(), AppError> {
    let cx =
        crate::server::authorize_on(domain::policy::Action::EditMembers, [group.into()]).await?;
    domain::imports::check_size(crate::pasted::entries(&list).len())?;
    let ticket = db::flashes::put(cx.db(), &list, db::flashes::LONG, db::now()).await?;
    leptos_axum::redirect(&format!("/groups/{group}/import/{ticket}"));
    Ok(())
}

/// Returns the current verdict for each line of the list.
#[server(input = Json)]
pub async fn get_import(group: GroupId, ticket: String) -> Result<Checked, AppError> {
    let cx =
        crate::server::authorize_on(domain::policy::Action::EditMembers, [group.into()]).await?;
    let list = db::flashes::get(cx.db(), &ticket, db::now())
        .await?
        .ok_or(db::Error::NotFound)?;
    let (rows, _) = db::members::check(cx.db(), group, crate::pasted::entries(&list)).await?;
    Ok(Checked { rows })
}

/// Starts the mass action that adds the users on the list, then redirects to its progress.
#[server]
pub async fn import_members(group: GroupId, ticket: String) -> Result<(), AppError> {
    use domain::mass_actions::{Kind, Scope};
    let cx = crate::server::authorize_on(Kind::AddMembers.needs(), [group.into()]).await?;
    let list = db::flashes::get(cx.db(), &ticket, db::now())
        .await?
        .ok_or(db::Error::NotFound)?;
    let (_, users) = db::members::check(cx.db(), group, crate::pasted::entries(&list)).await?;
    let scope = Scope::Selected(users);
    let action =
        db::mass_actions::start(cx.db(), &cx.by(), group, Kind::AddMembers, &scope).await?;
    cx.run(action);
    leptos_axum::redirect(&format!("/groups/{group}/users"));
    Ok(())
}
