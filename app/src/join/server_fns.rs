use crate::AppError;
use domain::keys::JoinPreview;
use leptos::{prelude::*, server_fn::codec::Json};

/// What the typed key opens. Without JavaScript it leads to a page that shows it.
///
/// A stranger to the group gets one answer for every key that does not open it, and has to
/// wait after a few tries.
#[server]
pub async fn preview_join(#[server(default)] key: String) -> Result<JoinPreview, AppError> {
    use domain::{keys::InvalidKey, problem::Problem};
    let cx = crate::server::authorize(domain::policy::Action::JoinByKey).await?;
    // Nothing was tried, so nothing is counted.
    if key.trim().is_empty() {
        return Err(Problem::new("key", InvalidKey::Blank).into());
    }
    let preview = cx
        .guarded_by_tries(db::joining::preview(cx.db(), cx.actor.id, &key, db::now()))
        .await?;
    if preview.already_in {
        return Err(AppError::AlreadyIn.with_status());
    }
    if crate::server::is_plain_form_post() {
        let ticket = db::flashes::put(cx.db(), &key, db::flashes::SHORT, db::now()).await?;
        leptos_axum::redirect(&format!("/join/confirm/{ticket}"));
    }
    Ok(preview)
}

/// Joins: one redemption, the membership, and the group's courses, all or nothing.
#[server]
pub async fn join_group(key: String) -> Result<(), AppError> {
    use domain::live::Notice;
    let cx = crate::server::authorize(domain::policy::Action::JoinByKey).await?;
    let me = cx.actor.id;
    let group = cx
        .guarded_by_tries(db::joining::redeem(cx.db(), &cx.by(), me, &key))
        .await?;
    cx.tell(Notice::User(me)).await;
    cx.tell(Notice::Group(group)).await;
    leptos_axum::redirect("/");
    Ok(())
}

/// What the key behind a confirmation's ticket opens, and the key to confirm with.
#[server(input = Json)]
pub async fn join_ticket(ticket: String) -> Result<(String, JoinPreview), AppError> {
    let cx = crate::server::authorize(domain::policy::Action::JoinByKey).await?;
    let key = db::flashes::get(cx.db(), &ticket, db::now())
        .await?
        .ok_or(db::Error::NotFound)?;
    let preview = db::joining::preview(cx.db(), cx.actor.id, &key, db::now()).await?;
    Ok((key, preview))
}
