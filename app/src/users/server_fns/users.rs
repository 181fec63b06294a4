use crate::AppError;
use domain::{
    edits::FormVersion,
    form_token::FormToken,
    ids::{BranchId, UserId},
    list_columns::UserSorting,
    page::{Page, Search},
    users::{UserDetails, UserFilter, UserForm, UserRow, UserTypeOption},
};
use leptos::{prelude::*, server_fn::codec::Json};

#[server(input = Json)]
pub async fn list_users(
    search: Search,
    filter: UserFilter,
    branch: Option<BranchId>,
    #[server(default)] sorting: UserSorting,
) -> Result<Page<UserRow>, AppError> {
    let cx = crate::server::authorize(domain::policy::Action::ListUsers).await?;
    let scope = cx.scope_for_branch(branch);
    Ok(db::users::list_sorted(cx.db(), scope, filter, &search, sorting).await?)
}

/// Returns a user for the editor, and the user types that the actor may assign. The user's own type
/// is missing if it has permissions that the actor lacks.
#[server(input = Json)]
pub async fn get_user(user: UserId) -> Result<(UserDetails, Vec<UserTypeOption>), AppError> {
    let cx = crate::server::authorize_on(domain::policy::Action::ListUsers, [user.into()]).await?;
    let details = db::users::get(cx.db(), user).await?;
    Ok((details, cx.grantable_user_types().await?))
}

/// Returns the types that the actor may assign to a new user.
#[server(input = Json)]
pub async fn list_user_types() -> Result<Vec<UserTypeOption>, AppError> {
    let cx = crate::server::authorize(domain::policy::Action::EditUsers).await?;
    cx.grantable_user_types().await
}

#[server]
pub async fn create_user(
    token: FormToken,
    #[server(flatten)] form: UserForm,
    #[server(default)] branch: String,
) -> Result<(), AppError> {
    let cx = crate::server::authorize(domain::policy::Action::EditUsers).await?;
    let sent = cx.sent_form(&token, &(&form, &branch))?;
    let (info, password) = form.validate()?;
    cx.ensure_may_grant(info.user_type).await?;
    cx.ensure_may_set_password(password.as_ref())?;
    let audit = cx.audit_in_branch(&branch).await?.for_form(sent);
    let user = db::users::create(cx.db(), &audit, &info, password).await?;
    leptos_axum::redirect(&format!("/users/{user}/info?done=added"));
    Ok(())
}

/// Saves the form. An empty password leaves the old one.
#[server]
pub async fn update_user(
    user: UserId,
    version: FormVersion,
    #[server(flatten)] form: UserForm,
) -> Result<(), AppError> {
    let cx = crate::server::authorize_on(domain::policy::Action::EditUsers, [user.into()]).await?;
    let old = db::users::get(cx.db(), user).await?;
    let (info, password) = form.validate_for(&old.login, &old.email)?;
    cx.ensure_may_edit(user).await?;
    cx.ensure_may_grant(info.user_type).await?;
    cx.ensure_may_set_password(password.as_ref())?;
    // Who can sign in as this user changes with either.
    if password.is_some() || db::profile::is_new_address(cx.db(), user, &info.email).await? {
        cx.ensure_proven().await?;
    }
    let (audit, mail) = (cx.audit(), cx.mail_config());
    db::users::update(cx.db(), &audit, mail, user, &version, &info, password).await?;
    Ok(())
}

#[server]
pub async fn set_user_active(user: UserId, active: bool) -> Result<(), AppError> {
    let cx = crate::server::authorize_on(domain::policy::Action::EditUsers, [user.into()]).await?;
    cx.ensure_may_edit(user).await?;
    db::users::set_active(cx.db(), &cx.audit(), user, active).await?;
    Ok(())
}

/// **End sessions**: signs the user out everywhere.
#[server]
pub async fn end_user_sessions(user: UserId) -> Result<(), AppError> {
    let cx = crate::server::authorize_on(domain::policy::Action::EditUsers, [user.into()]).await?;
    cx.ensure_may_edit(user).await?;
    db::sessions::end_for(cx.db(), &cx.audit(), user).await?;
    Ok(())
}

/// **Approve**: activates the account of a user who signed up.
#[server]
pub async fn approve_user(user: UserId) -> Result<(), AppError> {
    let cx = crate::server::authorize_on(domain::policy::Action::EditUsers, [user.into()]).await?;
    cx.ensure_may_edit(user).await?;
    db::sign_ups::approve(cx.db(), &cx.audit(), cx.mail_config(), user).await?;
    Ok(())
}

/// **Decline**: deletes the account of a user who is not approved yet.
#[server]
pub async fn decline_user(user: UserId) -> Result<(), AppError> {
    let cx = crate::server::authorize_on(domain::policy::Action::EditUsers, [user.into()]).await?;
    cx.ensure_may_edit(user).await?;
    db::sign_ups::decline(cx.db(), &cx.audit(), cx.mail_config(), user).await?;
    leptos_axum::redirect("/users?filter=waiting");
    Ok(())
}
