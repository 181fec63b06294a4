use crate::AppError;
use domain::{policy::Actor, users::UserForm};
use leptos::prelude::*;

/// Returns the signed-in user with their current permissions; `None` for a guest.
#[server]
pub async fn get_actor() -> Result<Option<Actor>, AppError> {
    Ok(crate::server::public_context().caller.actor)
}

/// Always posted by the browser itself, so that the new session starts with a new page.
#[server]
pub async fn sign_in(
    login: String,
    password: String,
    #[server(default)] next: String,
) -> Result<(), AppError> {
    use crate::server::SignedIn;
    let cx = crate::server::public_context();
    match cx.sign_in(&login, &password).await? {
        SignedIn::Done => leptos_axum::redirect(crate::server::local_path(&next)),
        SignedIn::CodeRequired => leptos_axum::redirect(&crate::server::code_page(&next)),
    }
    Ok(())
}

#[server]
pub async fn sign_out() -> Result<(), AppError> {
    let cx = crate::server::authorize(domain::policy::Action::SignOut).await?;
    let open = crate::server::public_context();
    if let Some(token) = &open.caller.session {
        db::sessions::sign_out(cx.db(), &cx.audit(), token).await?;
    }
    open.clear_session();
    leptos_axum::redirect("/sign-in");
    Ok(())
}

/// Whether the token is the current set-up link's; the page shows its form only then.
#[server]
pub async fn check_set_up(token: String) -> Result<bool, AppError> {
    let cx = crate::server::public_context();
    Ok(db::settings::is_setup_token(cx.db(), &token).await?)
}

/// Creates the first SuperAdmin and signs them in.
#[server]
pub async fn set_up(token: String, #[server(flatten)] form: UserForm) -> Result<(), AppError> {
    let cx = crate::server::public_context();
    let (info, password) = form.validate_sign_up()?;
    let audit = db::AuditContext::system(db::now());
    let user = db::settings::set_up(cx.db(), &audit, &token, &info, password).await?;
    cx.create_session(user).await?;
    leptos_axum::redirect("/");
    Ok(())
}
