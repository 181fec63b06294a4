use crate::AppError;
use domain::{
    edits::FormVersion,
    form_token::FormToken,
    ids::UserTypeId,
    user_types::{UserTypeDetails, UserTypeForm, UserTypeRow},
    users::UserTypeOption,
};
use leptos::{prelude::*, server_fn::codec::Json};

#[server(input = Json)]
pub async fn list_user_type_rows() -> Result<Vec<UserTypeRow>, AppError> {
    let cx = crate::server::authorize(domain::policy::Action::ListUserTypes).await?;
    Ok(db::user_types::rows(cx.db()).await?)
}

#[server(input = Json)]
pub async fn get_user_type(user_type: UserTypeId) -> Result<UserTypeDetails, AppError> {
    let cx = crate::server::authorize(domain::policy::Action::ListUserTypes).await?;
    Ok(db::user_types::get(cx.db(), user_type).await?)
}

#[server]
pub async fn create_user_type(
    token: FormToken,
    #[server(flatten)] form: UserTypeForm,
) -> Result<(), AppError> {
    let cx = crate::server::authorize(domain::policy::Action::EditUserTypes).await?;
    cx.ensure_proven().await?;
    let audit = cx.audit_for(&token, &form)?;
    let info = form.validate()?;
    let made = db::user_types::create(cx.db(), &audit, cx.actor.id, &info).await?;
    leptos_axum::redirect(&format!("/user-types/{made}?done=added"));
    Ok(())
}

#[server]
pub async fn update_user_type(
    user_type: UserTypeId,
    version: FormVersion,
    #[server(flatten)] form: UserTypeForm,
) -> Result<(), AppError> {
    let cx = crate::server::authorize(domain::policy::Action::EditUserTypes).await?;
    cx.ensure_proven().await?;
    let info = form.validate()?;
    let (audit, me) = (cx.audit(), cx.actor.id);
    db::user_types::update(cx.db(), &audit, me, user_type, &version, &info).await?;
    // The permissions of all its users changed, so every open page fetches them again.
    Ok(())
}

#[server]
pub async fn clone_user_type(user_type: UserTypeId, token: FormToken) -> Result<(), AppError> {
    let cx = crate::server::authorize(domain::policy::Action::EditUserTypes).await?;
    cx.ensure_proven().await?;
    let audit = cx.audit_for(&token, &user_type)?;
    let copy = db::user_types::clone(cx.db(), &audit, cx.actor.id, user_type).await?;
    leptos_axum::redirect(&format!("/user-types/{copy}"));
    Ok(())
}

/// Returns the type to be deleted, and the types its users can move to.
#[server(input = Json)]
pub async fn preview_user_type_deletion(
    user_type: UserTypeId,
) -> Result<(UserTypeDetails, Vec<UserTypeOption>), AppError> {
    let cx = crate::server::authorize(domain::policy::Action::EditUserTypes).await?;
    let details = db::user_types::get(cx.db(), user_type).await?;
    let mut types = cx.grantable_user_types().await?;
    types.retain(|one| one.id != user_type);
    Ok((details, types))
}

/// `move_to` is empty for a type without users.
#[server]
pub async fn delete_user_type(
    user_type: UserTypeId,
    #[server(default)] move_to: String,
) -> Result<(), AppError> {
    let cx = crate::server::authorize(domain::policy::Action::EditUserTypes).await?;
    cx.ensure_proven().await?;
    let move_to = move_to.parse().ok();
    db::user_types::delete(cx.db(), &cx.audit(), cx.actor.id, user_type, move_to).await?;
    leptos_axum::redirect("/user-types");
    Ok(())
}
