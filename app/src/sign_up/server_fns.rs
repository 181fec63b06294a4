use crate::AppError;
use domain::settings::SignUpOffer;
use leptos::{prelude::*, server_fn::codec::Json};

/// Returns the sign-up options of a guest.
#[server(input = Json)]
pub async fn get_sign_up_offer() -> Result<SignUpOffer, AppError> {
    let cx = crate::server::open_to_all();
    Ok(db::settings::offer(cx.db(), cx.post().sends).await?)
}

/// **Create account**. Posted by the browser itself, because an active account is signed in right
/// away and needs a new page.
#[server]
pub async fn sign_up(
    first_name: String,
    last_name: String,
    email: String,
    login: String,
    password: String,
    #[server(default)] key: String,
    #[server(default)] next: String,
) -> Result<(), AppError> {
    use db::sign_ups::{Applicant, SignedUp};
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
    let key = Some(key.trim()).filter(|key| !key.is_empty());
    let applicant = Applicant {
        info: &info,
        password,
        key,
        link: next.strip_prefix("/join/"),
    };
    let name = format!("{} {}", info.first_name.as_str(), info.last_name.as_str());
    let to = match cx.sign_up(name, applicant).await? {
        SignedUp::In(user, group) => {
            cx.begin_session(user).await?;
            cx.tell_joined(user, group).await?;
            crate::server::local_path(&next)
        }
        SignedUp::Waiting => "/sign-up?done=waiting",
        SignedUp::Mailed => "/sign-up?done=mailed",
    };
    leptos_axum::redirect(to);
    Ok(())
}

/// Whether the link in an e-mail still confirms an address; the page has a button only then.
#[server(input = Json)]
pub async fn check_confirmation(token: String) -> Result<bool, AppError> {
    let cx = crate::server::open_to_all();
    Ok(db::sign_ups::confirms(cx.db(), &token, db::now()).await?)
}

/// Confirms the address. A button calls this and not the link, because mail scanners open links.
#[server]
pub async fn confirm_sign_up(token: String) -> Result<(), AppError> {
    use domain::people::UserState;
    let cx = crate::server::open_to_all();
    let by = cx.by(String::new());
    let (user, state) = db::sign_ups::confirm(cx.db(), &by, &token).await?;
    cx.tell_joined(user, None).await?;
    leptos_axum::redirect(match state {
        UserState::Settled => "/sign-up?done=confirmed",
        UserState::Waiting | UserState::Unconfirmed => "/sign-up?done=waiting",
    });
    Ok(())
}

/// **Send link**. The response is the same whether or not the account exists.
#[server]
pub async fn ask_for_password(#[server(default)] login: String) -> Result<(), AppError> {
    use domain::problem::Problem;
    let cx = crate::server::open_to_all();
    if !cx.post().sends {
        return Err(AppError::Conflict(
            "This portal can’t send e-mails. Ask an administrator to reset your password.".into(),
        )
        .with_status());
    }
    if login.trim().is_empty() {
        return Err(Problem::new("login", "Enter your login or e-mail address.").into());
    }
    cx.ask_for_password(&login).await?;
    leptos_axum::redirect("/forgotten-password?done=mailed");
    Ok(())
}

/// Whether the link in an e-mail still allows choosing a password.
#[server(input = Json)]
pub async fn check_password_link(token: String) -> Result<bool, AppError> {
    let cx = crate::server::open_to_all();
    Ok(db::forgotten::opens(cx.db(), &token, db::now()).await?)
}

/// Sets the password, ends all sessions, and lifts the account's sign-in lockout.
#[server]
pub async fn set_forgotten_password(token: String, password: String) -> Result<(), AppError> {
    use domain::{live::Notice, people::Password, problem::Problem};
    let cx = crate::server::open_to_all();
    let login = db::forgotten::login(cx.db(), &token, db::now()).await?;
    let password = Password::parse(&password, &login);
    let password = password.map_err(|error| Problem::new("password", error))?;
    let by = cx.by(String::new());
    let user = db::forgotten::set_password(cx.db(), &by, cx.post(), &token, password).await?;
    db::throttles::forget(cx.db(), "sign_in_account", &user.to_string()).await?;
    cx.tell(Notice::User(user)).await;
    leptos_axum::redirect("/forgotten-password?done=changed");
    Ok(())
}
