use crate::AppError;
use domain::{
    settings::{PendingSignUp, SignUpOptions},
    users::UserForm,
};
use leptos::{prelude::*, server_fn::codec::Json};

/// Returns the sign-up options of a guest.
#[server(input = Json)]
pub async fn get_sign_up_offer() -> Result<SignUpOptions, AppError> {
    let cx = crate::server::public_context();
    Ok(db::settings::sign_up_options(cx.db(), cx.mail_config().sends).await?)
}

/// **Create account**, or, where e-mails are sent, **Send link**: only the address counts then. Posted
/// by the browser itself, because an active account is signed in right away and needs a new page.
#[server]
pub async fn sign_up(
    #[server(flatten)] form: UserForm,
    #[server(default)] key: String,
    #[server(default)] next: String,
) -> Result<(), AppError> {
    use crate::server::{Invitation, NewAccount, local_path};
    use db::sign_ups::SignUpOutcome;
    use domain::{field_error::FieldErrors, users::Email};
    let cx = crate::server::public_context();
    let invitation = Invitation {
        key: Some(&*key).filter(|key| !domain::text::is_blank(key)),
        link: next.strip_prefix("/join/"),
    };
    if cx.mail_config().sends {
        let email = Email::parse(&form.email);
        let email = email.map_err(|code| FieldErrors::of("email", code))?;
        cx.request_sign_up(&email, invitation, local_path(&next))
            .await?;
        leptos_axum::redirect("/sign-up?done=mailed");
        return Ok(());
    }
    let (info, password) = form.validate_sign_up()?;
    let account = NewAccount {
        info: &info,
        password,
        invitation,
    };
    match cx.sign_up(account).await? {
        SignUpOutcome::Active(user, _) => {
            cx.create_session(user).await?;
            leptos_axum::redirect(local_path(&next));
        }
        SignUpOutcome::AwaitingApproval => leptos_axum::redirect("/sign-up?done=waiting"),
    }
    Ok(())
}

/// Returns what the link of a sign-up leads to; `None` if it no longer works.
#[server(input = Json)]
pub async fn find_sign_up(token: String) -> Result<Option<PendingSignUp>, AppError> {
    let cx = crate::server::public_context();
    Ok(db::sign_ups::find_pending(cx.db(), &token, db::now()).await?)
}

/// **Create account** behind a mailed link. An active account is signed in: its password was just
/// chosen, and its address is proven. `with_key` is whether the page said that it joins a group.
#[server]
pub async fn complete_sign_up(
    token: String,
    #[server(flatten)] form: UserForm,
    #[server(default)] with_key: bool,
) -> Result<(), AppError> {
    use db::sign_ups::SignUpOutcome;
    let cx = crate::server::public_context();
    let done = cx.complete_sign_up(&token, form, with_key).await?;
    match done.outcome {
        SignUpOutcome::Active(user, _) => {
            cx.create_session(user).await?;
            leptos_axum::redirect(crate::server::local_path(&done.next));
        }
        SignUpOutcome::AwaitingApproval => leptos_axum::redirect("/sign-up?done=waiting"),
    }
    Ok(())
}

/// Whether the link of an account that an earlier version made still confirms its address; the page has a
/// button only then.
#[server(input = Json)]
pub async fn check_confirmation(token: String) -> Result<bool, AppError> {
    let cx = crate::server::public_context();
    Ok(db::sign_ups::confirms(cx.db(), &token, db::now()).await?)
}

/// Confirms the address. A button calls this and not the link, because mail scanners open links.
#[server]
pub async fn confirm_sign_up(token: String) -> Result<(), AppError> {
    use domain::users::UserState;
    let cx = crate::server::public_context();
    let audit = cx.audit(String::new());
    let (_, state) = db::sign_ups::confirm(cx.db(), &audit, &token).await?;
    leptos_axum::redirect(match state {
        UserState::Registered => "/sign-up?done=confirmed",
        UserState::Waiting | UserState::Unconfirmed => "/sign-up?done=waiting",
    });
    Ok(())
}

/// **Send link**. The response is the same whether or not the account exists.
#[server]
pub async fn request_password_reset(#[server(default)] login: String) -> Result<(), AppError> {
    use domain::{
        conflict::Conflict,
        field_error::{FieldCode, FieldErrors},
    };
    let cx = crate::server::public_context();
    if !cx.mail_config().sends {
        return Err(AppError::Conflict(Conflict::NoMailServer).with_status());
    }
    if domain::text::is_blank(&login) {
        return Err(FieldErrors::of("login", FieldCode::LoginOrEmailRequired).into());
    }
    cx.request_password_reset(&login).await?;
    leptos_axum::redirect("/forgotten-password?done=mailed");
    Ok(())
}

/// Whether the link in an e-mail still allows choosing a password.
#[server(input = Json)]
pub async fn check_password_reset(token: String) -> Result<bool, AppError> {
    let cx = crate::server::public_context();
    Ok(db::password_resets::is_valid(cx.db(), &token, db::now()).await?)
}

/// Sets the password, ends all sessions, and lifts the account's sign-in lockout.
#[server]
pub async fn reset_password(token: String, password: String) -> Result<(), AppError> {
    use domain::{field_error::FieldErrors, users::Password};
    let cx = crate::server::public_context();
    let login_of = db::password_resets::login_of(cx.db(), &token, db::now()).await?;
    let password = Password::parse(&password, &login_of);
    let password = password.map_err(|code| FieldErrors::of("password", code))?;
    let audit = cx.audit(String::new());
    let user =
        db::password_resets::complete(cx.db(), &audit, cx.mail_config(), &token, password).await?;
    crate::server::unlock_account(cx.db(), user).await?;
    leptos_axum::redirect("/forgotten-password?done=changed");
    Ok(())
}
