use crate::AppError;
use domain::policy::Actor;
use leptos::prelude::*;

/// The signed-in user as his rights are now; nobody for a stranger.
#[server]
pub async fn get_actor() -> Result<Option<Actor>, AppError> {
    Ok(crate::server::public_context().caller.actor)
}

/// Posted by the browser itself, never by script: the new session begins with a new page.
#[server]
pub async fn sign_in(
    login: String,
    password: String,
    #[server(default)] next: String,
) -> Result<(), AppError> {
    use crate::server::{record_sign_in_attempt, reset_sign_in_attempts};
    let cx = crate::server::public_context();
    let (db, now, address) = (cx.db(), db::now(), cx.caller.address.to_string());
    let account = db::sessions::account(db, &login).await?;
    record_sign_in_attempt(db, &account, &address).await?;
    let token = db::sessions::sign_in(db, &login, &password, &address, &cx.user_agent(), now)
        .await?
        .ok_or_else(|| AppError::InvalidCredentials.with_status())?;
    reset_sign_in_attempts(db, &account, &address).await?;
    cx.set_session(&token);
    leptos_axum::redirect(crate::server::local_path(&next));
    Ok(())
}

#[server]
pub async fn sign_out() -> Result<(), AppError> {
    let cx = crate::server::authorize(domain::policy::Action::BeSignedIn).await?;
    let open = crate::server::public_context();
    if let Some(token) = &open.caller.session {
        db::sessions::sign_out(cx.db(), &cx.audit(), token).await?;
    }
    open.clear_session();
    // His other open pages look whether they still may.
    cx.tell(domain::events::ChangeEvent::User(cx.actor.id))
        .await;
    leptos_axum::redirect("/sign-in");
    Ok(())
}

/// Whether the set-up link is the one; only then the page shows its form.
#[server]
pub async fn check_set_up(token: String) -> Result<bool, AppError> {
    let cx = crate::server::public_context();
    Ok(db::settings::is_setup_token(cx.db(), &token).await?)
}

/// Makes the first SuperAdmin and signs him in.
#[server]
pub async fn set_up(
    token: String,
    first_name: String,
    last_name: String,
    login: String,
    email: String,
    password: String,
) -> Result<(), AppError> {
    use domain::{
        field_error::FieldErrors,
        users::{UserForm, UserInfo},
    };
    let cx = crate::server::public_context();
    let typed = UserForm {
        first_name: &first_name,
        last_name: &last_name,
        login: &login,
        email: &email,
        password: &password,
        ..Default::default()
    };
    let mut errors = FieldErrors::default();
    let Some((info, password)) = UserInfo::parse_sign_up(&mut errors, &typed) else {
        return Err(errors.into());
    };
    let audit = db::AuditContext::system(db::now());
    let user = db::settings::set_up(cx.db(), &audit, &token, &info, password).await?;
    cx.create_session(user).await?;
    leptos_axum::redirect("/");
    Ok(())
}
