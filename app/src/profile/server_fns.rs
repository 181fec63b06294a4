use crate::AppError;
use domain::{ids::SessionId, people::UserDetails, profile::SessionRow};
use leptos::{prelude::*, server_fn::codec::Json};

/// Returns the details of the signed-in user.
#[server(input = Json)]
pub async fn get_profile() -> Result<UserDetails, AppError> {
    let cx = crate::server::authorize(domain::policy::Action::EditProfile).await?;
    Ok(db::users::get(cx.db(), cx.actor.id).await?)
}

#[server]
pub async fn update_profile(
    version: i64,
    first_name: String,
    last_name: String,
    email: String,
) -> Result<(), AppError> {
    use domain::{problem::Problems, profile::ProfileInfo};
    let cx = crate::server::authorize(domain::policy::Action::EditProfile).await?;
    let mut problems = Problems::default();
    let Some(info) = ProfileInfo::parse(&mut problems, &first_name, &last_name, &email) else {
        return Err(problems.into());
    };
    let me = cx.actor.id;
    db::profile::update(cx.db(), &cx.by(), me, version, &info).await?;
    // Every open page shows the name.
    cx.tell(domain::live::Notice::User(me)).await;
    Ok(())
}

/// Changes the password if the current one is right; wrong guesses count as sign-in attempts. Ends
/// all sessions and gives this browser a new one.
#[server]
pub async fn change_password(present_password: String, password: String) -> Result<(), AppError> {
    use domain::{people::Password, problem::Problem};
    let cx = crate::server::authorize(domain::policy::Action::EditProfile).await?;
    let (db, by, me) = (cx.db(), cx.by(), cx.actor.id);
    let login = db::users::get(db, me).await?.login;
    let fresh =
        Password::parse(&password, &login).map_err(|error| Problem::new("password", error))?;
    let browser = crate::server::open_to_all();
    let agent = browser.user_agent();
    let token = db::profile::change_password(db, &by, me, &present_password, fresh, &agent);
    let token = cx.guarded_as_sign_in(token).await?;
    let wrong = || Problem::new("present_password", "This isn’t your current password.");
    browser.set_session(&token.ok_or_else(wrong)?);
    cx.tell(domain::live::Notice::User(me)).await;
    Ok(())
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
    db::profile::end_session(cx.db(), &cx.by(), me, session).await?;
    cx.tell(domain::live::Notice::User(me)).await;
    Ok(())
}

#[server]
pub async fn end_other_sessions() -> Result<(), AppError> {
    let cx = crate::server::authorize(domain::policy::Action::EditProfile).await?;
    let me = cx.actor.id;
    db::profile::end_other_sessions(cx.db(), &cx.by(), me, cx.session()).await?;
    cx.tell(domain::live::Notice::User(me)).await;
    Ok(())
}
