use crate::AppError;
use domain::keys::JoinPreview;
use leptos::{prelude::*, server_fn::codec::Json};

/// Returns the group that the key, or a join link in its field, opens; without JavaScript, redirects
/// to a page that shows it.
///
/// Non-members get the same error for all keys that do not work, and their attempts are rate
/// limited, so that keys cannot be guessed.
#[server]
pub async fn preview_join(#[server(default)] key: String) -> Result<JoinPreview, AppError> {
    use db::flashes::FlashKind;
    use domain::field_error::{FieldCode, FieldErrors, Noun};
    let cx = crate::server::authorize(domain::policy::Action::JoinByKey).await?;
    // An empty key is no guess, so it does not count as an attempt.
    if domain::text::is_blank(&key) {
        return Err(FieldErrors::of("key", FieldCode::Required(Noun::GroupKey)).into());
    }
    let preview = cx.preview_typed(&key).await?;
    if preview.already_in {
        return Err(AppError::AlreadyMember.with_status());
    }
    if crate::server::is_plain_form_post() {
        let ticket = cx.store_flash(FlashKind::Join, &key).await?;
        leptos_axum::redirect(&format!("/join/confirm/{ticket}"));
    }
    Ok(preview)
}

/// Returns the group that a join link opens. Public, as guests see it before they sign in. A link
/// cannot be guessed, so wrong ones are not counted.
#[server(input = Json)]
pub async fn preview_join_link(token: String) -> Result<JoinPreview, AppError> {
    let cx = crate::server::public_context();
    let actor = cx.caller.actor.as_ref();
    if actor.is_some_and(|actor| !actor.may(domain::policy::Action::JoinByKey)) {
        return Err(AppError::Forbidden.with_status());
    }
    let me = actor.map(|actor| actor.id);
    Ok(db::joining::preview_link(cx.db(), me, &token, db::now()).await?)
}

/// Joins by a key, or by the token of a `link`: the redemption, the membership and the enrolments
/// are one transaction.
#[server]
pub async fn join_group(
    #[server(default)] key: String,
    #[server(default)] link: String,
) -> Result<(), AppError> {
    let cx = crate::server::authorize(domain::policy::Action::JoinByKey).await?;
    if link.is_empty() {
        cx.redeem_typed(&key).await?;
    } else {
        db::joining::redeem_link(cx.db(), &cx.audit(), cx.actor.id, &link).await?;
    }
    leptos_axum::redirect("/");
    Ok(())
}

/// Returns the key stored with a confirmation's ticket, and the group that it opens.
#[server(input = Json)]
pub async fn get_join_preview(ticket: String) -> Result<(String, JoinPreview), AppError> {
    let cx = crate::server::authorize(domain::policy::Action::JoinByKey).await?;
    let key = cx.find_flash(db::flashes::FlashKind::Join, &ticket).await?;
    let preview = cx.preview_typed(&key).await?;
    Ok((key, preview))
}
