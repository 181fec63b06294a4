use crate::AppError;
use domain::keys::JoinPreview;
use leptos::{prelude::*, server_fn::codec::Json};

/// Returns the group that the key opens; without JavaScript, redirects to a page that shows it.
///
/// Non-members get the same error for all keys that do not work, and their attempts are rate
/// limited, so that keys cannot be guessed.
#[server]
pub async fn preview_join(#[server(default)] key: String) -> Result<JoinPreview, AppError> {
    use domain::{keys::InvalidKey, problem::Problem};
    let cx = crate::server::authorize(domain::policy::Action::JoinByKey).await?;
    // An empty key is no guess, so it does not count as an attempt.
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

/// Returns the group that a join link opens. Public, as guests see it before they sign in; rate
/// limited by IP address, like keys.
#[server(input = Json)]
pub async fn look_at_join_link(token: String) -> Result<JoinPreview, AppError> {
    let cx = crate::server::open_to_all();
    let actor = cx.caller.actor.as_ref();
    if actor.is_some_and(|actor| !actor.may(domain::policy::Action::JoinByKey)) {
        return Err(AppError::Forbidden.with_status());
    }
    let me = actor.map(|actor| actor.id);
    cx.guarded_by_tries(db::joining::preview_link(cx.db(), me, &token, db::now()))
        .await
}

/// Joins by a key, or by the token of a `link`: the redemption, the membership and the enrolments
/// are one transaction.
#[server]
pub async fn join_group(
    #[server(default)] key: String,
    #[server(default)] link: String,
) -> Result<(), AppError> {
    let cx = crate::server::authorize(domain::policy::Action::JoinByKey).await?;
    let (db, by, me) = (cx.db(), cx.by(), cx.actor.id);
    let group = if link.is_empty() {
        cx.guarded_by_tries(db::joining::redeem(db, &by, me, &key))
            .await?
    } else {
        cx.guarded_by_tries(db::joining::redeem_link(db, &by, me, &link))
            .await?
    };
    cx.tell_member(group, me).await;
    leptos_axum::redirect("/");
    Ok(())
}

/// Returns the key stored with a confirmation's ticket, and the group that it opens.
#[server(input = Json)]
pub async fn join_ticket(ticket: String) -> Result<(String, JoinPreview), AppError> {
    let cx = crate::server::authorize(domain::policy::Action::JoinByKey).await?;
    let key = db::flashes::get(cx.db(), &ticket, db::now())
        .await?
        .ok_or(db::Error::NotFound)?;
    let preview = db::joining::preview(cx.db(), cx.actor.id, &key, db::now()).await?;
    Ok((key, preview))
}
