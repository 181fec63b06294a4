use crate::AppError;
use domain::policy::Actor;
use leptos::prelude::*;

/// Returns the signed-in user with their current permissions; `None` for a guest.
#[server]
pub async fn who_am_i() -> Result<Option<Actor>, AppError> {
    Ok(crate::server::open_to_all().caller.actor)
}

/// Always posted by the browser itself, so that the new session starts with a new page.
#[server]
pub async fn sign_in(
    login: String,
    password: String,
    #[server(default)] next: String,
) -> Result<(), AppError> {
    use crate::server::{forget_sign_in_tries, sign_in_tries};
    let cx = crate::server::open_to_all();
    let (db, now, address) = (cx.db(), db::now(), cx.caller.address.to_string());
    let account = db::sessions::account(db, &login).await?;
    sign_in_tries(db, &account, &address).await?;
    let token = db::sessions::sign_in(db, &login, &password, &address, &cx.user_agent(), now)
        .await?
        .ok_or_else(|| AppError::SignInRefused.with_status())?;
    forget_sign_in_tries(db, &account, &address).await?;
    cx.set_session(&token);
    leptos_axum::redirect(crate::server::local_path(&next));
    Ok(())
}

#[server]
pub async fn sign_out() -> Result<(), AppError> {
    let cx = crate::server::authorize(domain::policy::Action::BeSignedIn).await?;
    let open = crate::server::open_to_all();
    if let Some(token) = &open.caller.session {
        db::sessions::sign_out(cx.db(), &cx.by(), token).await?;
    }
    open.clear_session();
    // The user's other open pages check whether they are still signed in.
    cx.tell(domain::live::Notice::User(cx.actor.id)).await;
    leptos_axum::redirect("/sign-in");
    Ok(())
}

/// Whether the token is the current set-up link's; the page shows its form only then.
#[server]
pub async fn check_set_up(token: String) -> Result<bool, AppError> {
    let cx = crate::server::open_to_all();
    Ok(db::settings::is_setup_token(cx.db(), &token).await?)
}

/// Creates the first SuperAdmin and signs them in.
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
        people::{TypedUser, UserInfo},
        problem::Problems,
    };
    let cx = crate::server::open_to_all();
    let typed = TypedUser {
        first_name: &first_name,
        last_name: &last_name,
        login: &login,
        email: &email,
        password: &password,
        ..Default::default()
    };
    let mut problems = Problems::default();
    let Some((info, password)) = UserInfo::parse_own(&mut problems, &typed) else {
        return Err(problems.into());
    };
    let by = db::By::portal(db::now());
    let user = db::settings::set_up(cx.db(), &by, &token, &info, password).await?;
    cx.begin_session(user).await?;
    leptos_axum::redirect("/");
    Ok(())
}
