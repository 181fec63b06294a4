use crate::AppError;
use domain::{
    edits::FormVersion,
    ids::SessionId,
    profile::{Profile, ProfileForm, SessionRow},
};
use leptos::{prelude::*, server_fn::codec::Json};

/// Returns the details of the signed-in user.
#[server(input = Json)]
pub async fn get_profile() -> Result<Profile, AppError> {
    let cx = crate::server::authorize(domain::policy::Action::EditProfile).await?;
    let me = cx.actor.id;
    Ok(Profile {
        user: db::profile::get(cx.db(), me).await?,
        pending_email: db::users::pending_address(cx.db(), me, db::now()).await?,
        confirms_email: cx.mail_config().sends,
    })
}

#[server]
pub async fn update_profile(
    version: FormVersion,
    #[server(flatten)] form: ProfileForm,
) -> Result<(), AppError> {
    let cx = crate::server::authorize(domain::policy::Action::EditProfile).await?;
    let (db, me) = (cx.db(), cx.actor.id);
    let user = db::users::get(db, me).await?;
    let info = form.validate_for(&user.login, &user.email)?;
    let proof = match db::profile::is_new_address(db, me, &info.email).await? {
        true => Some(
            cx.prove_for_new_address(&info.email, &form.present_password)
                .await?,
        ),
        false => None,
    };
    let (audit, mail) = (cx.audit(), cx.mail_config());
    db::profile::update(db, &audit, mail, me, &version, &info, proof.as_ref()).await?;
    if proof.is_some() {
        let renewed = db::sessions::renew(db, me, cx.session()).await?;
        crate::server::public_context().keep_session(&renewed);
    }
    // Every open page shows the name.
    Ok(())
}

/// Returns the address that a link proves; `None` if it no longer works.
#[server(input = Json)]
pub async fn check_new_address(token: String) -> Result<Option<String>, AppError> {
    let cx = crate::server::public_context();
    Ok(db::users::find_new_address(cx.db(), &token, db::now()).await?)
}

/// **Confirm**: the new address counts. A button calls this and not the link, because mail scanners
/// open links.
#[server]
pub async fn confirm_new_address(token: String) -> Result<(), AppError> {
    let cx = crate::server::public_context();
    let (audit, here) = (cx.audit(String::new()), cx.caller.session.as_deref());
    db::users::confirm_new_address(cx.db(), &audit, cx.mail_config(), &token, here).await?;
    leptos_axum::redirect("/new-address");
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
    let mail = cx.mail_config();
    let token =
        db::profile::change_password(db, &audit, mail, me, &present_password, fresh, &agent);
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
    cx.ensure_proven().await?;
    let me = cx.actor.id;
    db::profile::end_session(cx.db(), &cx.audit(), me, session).await?;
    Ok(())
}

#[server]
pub async fn end_other_sessions() -> Result<(), AppError> {
    let cx = crate::server::authorize(domain::policy::Action::EditProfile).await?;
    cx.ensure_proven().await?;
    let me = cx.actor.id;
    db::profile::end_other_sessions(cx.db(), &cx.audit(), me, cx.session()).await?;
    Ok(())
}
