use crate::AppError;
use domain::{
    edits::FormVersion,
    ids::SessionId,
    profile::{ProfileForm, SessionRow},
    users::UserDetails,
};
use leptos::{prelude::*, server_fn::codec::Json};

/// Returns the details of the signed-in user.
#[server(input = Json)]
pub async fn get_profile() -> Result<UserDetails, AppError> {
    let cx = crate::server::authorize(domain::policy::Action::EditProfile).await?;
    Ok(db::profile::get(cx.db(), cx.actor.id).await?)
}

#[server]
pub async fn update_profile(
    version: FormVersion,
    #[server(flatten)] form: ProfileForm,
) -> Result<(), AppError> {
    let cx = crate::server::authorize(domain::policy::Action::EditProfile).await?;
    let info = form.validate()?;
    let me = cx.actor.id;
    db::profile::update(cx.db(), &cx.audit(), me, &version, &info).await?;
    // Every open page shows the name.
    Ok(())
}

/// Changes the password if the current one is right; wrong guesses count as sign-in attempts. Ends
/// all sessions and gives this browser a new one.
#[server]
pub async fn change_password(present_password: String, password: String) -> Result<(), AppError> {
    use domain::{
        field_error::{FieldCode, FieldErrors},
        users::Password,
    };
    let cx = crate::server::authorize(domain::policy::Action::EditProfile).await?;
    let (db, audit, me) = (cx.db(), cx.audit(), cx.actor.id);
    let login = db::users::get(db, me).await?.login;
    let fresh =
        Password::parse(&password, &login).map_err(|code| FieldErrors::of("password", code))?;
    let browser = crate::server::public_context();
    let agent = browser.user_agent();
    let token = db::profile::change_password(db, &audit, me, &present_password, fresh, &agent);
    let token = cx.check_own_password(token).await?;
    let wrong = || FieldErrors::of("present_password", FieldCode::WrongPassword);
    browser.set_session(&token.ok_or_else(wrong)?, me).await
}

#[server(input = Json)]
pub async fn list_sessions() -> Result<Vec<SessionRow>, AppError> {
    let cx = crate::server::authorize(domain::policy::Action::EditProfile).await?;
    Ok(db::profile::sessions(cx.db(), cx.actor.id, cx.session(), db::now()).await?)
}

#[server]
pub async fn end_session(session: SessionId) -> Result<(), AppError> {
    let cx = crate::server::authorize(domain::policy::Action::EditProfile).await?;
    let me = cx.actor.id;
    db::profile::end_session(cx.db(), &cx.audit(), me, session).await?;
    Ok(())
}

#[server]
pub async fn end_other_sessions() -> Result<(), AppError> {
    let cx = crate::server::authorize(domain::policy::Action::EditProfile).await?;
    let me = cx.actor.id;
    db::profile::end_other_sessions(cx.db(), &cx.audit(), me, cx.session()).await?;
    Ok(())
}
