use crate::AppError;
use domain::keys::JoinPreview;
use leptos::{prelude::*, server_fn::codec::Json};

/// What the typed key opens. Without JavaScript it leads to a page that shows it.
///
/// A stranger to the group gets one answer for every key that does not open it, and has to
/// wait after a few tries.
#[server]
pub async fn preview_join(#[server(default)] key: String) -> Result<JoinPreview, AppError> {
    use domain::{field_error::FieldError, keys::InvalidKey};
    let cx = crate::server::authorize(domain::policy::Action::JoinByKey).await?;
    // Nothing was tried, so nothing is counted.
    if key.trim().is_empty() {
        return Err(FieldError::new("key", InvalidKey::Blank).into());
    }
    let preview = cx
        .rate_limited(db::joining::preview(cx.db(), cx.actor.id, &key, db::now()))
        .await?;
    if preview.already_in {
        return Err(AppError::AlreadyMember.with_status());
    }
    if crate::server::is_plain_form_post() {
        let ticket = db::flashes::put(cx.db(), &key, db::flashes::SHORT, db::now()).await?;
        leptos_axum::redirect(&format!("/join/confirm/{ticket}"));
    }
    Ok(preview)
}

/// What a join link opens. Open to all: a stranger looks before he signs in, and is throttled
/// by his address as a typed key is.
#[server(input = Json)]
pub async fn preview_join_link(token: String) -> Result<JoinPreview, AppError> {
    let cx = crate::server::public_context();
    let actor = cx.caller.actor.as_ref();
    if actor.is_some_and(|actor| !actor.may(domain::policy::Action::JoinByKey)) {
        return Err(AppError::Forbidden.with_status());
    }
    let me = actor.map(|actor| actor.id);
    cx.rate_limited(db::joining::preview_link(cx.db(), me, &token, db::now()))
        .await
}

/// Joins by a key, or by the token of a `link`: one redemption, the membership, and the group's
/// courses, all or nothing.
#[server]
pub async fn join_group(
    #[server(default)] key: String,
    #[server(default)] link: String,
) -> Result<(), AppError> {
    let cx = crate::server::authorize(domain::policy::Action::JoinByKey).await?;
    let (db, audit, me) = (cx.db(), cx.audit(), cx.actor.id);
    let group = if link.is_empty() {
        cx.rate_limited(db::joining::redeem(db, &audit, me, &key))
            .await?
    } else {
        cx.rate_limited(db::joining::redeem_link(db, &audit, me, &link))
            .await?
    };
    cx.tell_member(group, me).await;
    leptos_axum::redirect("/");
    Ok(())
}

/// What the key behind a confirmation's ticket opens, and the key to confirm with.
#[server(input = Json)]
pub async fn get_join_preview(ticket: String) -> Result<(String, JoinPreview), AppError> {
    let cx = crate::server::authorize(domain::policy::Action::JoinByKey).await?;
    let key = db::flashes::get(cx.db(), &ticket, db::now())
        .await?
        .ok_or(db::Error::NotFound)?;
    let preview = db::joining::preview(cx.db(), cx.actor.id, &key, db::now()).await?;
    Ok((key, preview))
}
