//! The only way from a server function to the database: through [`authorize`].
use crate::{AppError, flash::Flash, theme::Theme};
use axum::{
    extract::FromRef,
    http::{Method, StatusCode, header, request::Parts},
};
use db::{
    By, Db, Taken,
    live::{Live, Notice},
};
use domain::{
    ids::{GroupId, MassActionId, UserId, UserTypeId},
    policy::{Action, Actor},
    problem::{Problem, Problems},
    throttle::{KEY_ACCOUNT, KEY_ADDRESS},
};
use leptos::prelude::{LeptosOptions, expect_context, use_context};
use leptos_axum::ResponseOptions;
use std::{net::IpAddr, sync::Arc};

/// What every request shares.
#[derive(Clone, FromRef)]
pub struct AppState {
    pub leptos_options: LeptosOptions,
    #[from_ref(skip)]
    pub db: Db,
    #[from_ref(skip)]
    pub live: Live,
    /// `https://learn.example.org`, without a slash at the end: links are made from it alone.
    #[from_ref(skip)]
    pub base_url: Arc<str>,
}

/// What the server's layers found out about a request, in its extensions.
#[derive(Clone, Debug)]
pub struct Caller {
    pub actor: Option<Actor>,
    /// The session's token, to end it.
    pub session: Option<String>,
    /// The address of the client, behind trusted proxies the one they report.
    pub address: IpAddr,
    /// What an earlier form post left for this page.
    pub flash: Option<Flash>,
    /// What the user chose; else the system's choice holds.
    pub theme: Option<Theme>,
}

/// The caller of the request that is being answered; nobody outside a request.
pub fn caller() -> Caller {
    use_context::<Parts>()
        .and_then(|parts| parts.extensions.get::<Caller>().cloned())
        .unwrap_or(Caller {
            actor: None,
            session: None,
            address: IpAddr::from([127, 0, 0, 1]),
            flash: None,
            theme: None,
        })
}

/// Proof that the actor may do what was asked, and the connection to do it with.
pub struct Authorized {
    pub actor: Actor,
    address: IpAddr,
    state: AppState,
}

impl Authorized {
    pub fn db(&self) -> &Db {
        &self.state.db
    }

    /// The present caller, as the activity names him.
    pub fn by(&self) -> By {
        By {
            actor: Some(self.actor.id),
            name: self.actor.name.clone(),
            address: self.address.to_string(),
            at: db::now(),
        }
    }

    /// Counts a try at a group key before it is made, for the account and the address, and
    /// takes it back where the key opens.
    ///
    /// # Errors
    /// [`AppError::Wait`] after too many tries; else what the try says.
    pub async fn guarded_by_tries<T>(
        &self,
        tried: impl Future<Output = Result<T, db::Error>>,
    ) -> Result<T, AppError> {
        let (account, address) = (self.actor.id.to_string(), self.address.to_string());
        let now = db::now();
        db::throttles::try_at(self.db(), "key_account", &account, KEY_ACCOUNT, now).await?;
        db::throttles::try_at(self.db(), "key_address", &address, KEY_ADDRESS, now).await?;
        let outcome = tried.await;
        if !matches!(outcome, Err(db::Error::KeyRefused)) {
            db::throttles::take_back(self.db(), "key_account", &account).await?;
            db::throttles::take_back(self.db(), "key_address", &address).await?;
        }
        Ok(outcome?)
    }

    /// Nobody gives a type that holds more than his own.
    ///
    /// # Errors
    /// [`AppError::Forbidden`]; [`AppError::Invalid`] where there is no such type.
    pub async fn may_give(&self, user_type: UserTypeId) -> Result<(), AppError> {
        let holds = db::user_types::permissions(self.db(), user_type)
            .await
            .map_err(|error| match error {
                db::Error::NotFound => Problem::new("user_type", "Choose a user type.").into(),
                error => AppError::from(error),
            })?;
        if holds.is_subset(&self.actor.permissions) {
            Ok(())
        } else {
            Err(AppError::Forbidden.with_status())
        }
    }

    /// Nobody edits a user who may do more than himself: a new password would make him that user.
    ///
    /// # Errors
    /// [`AppError::Forbidden`], [`AppError::NotFound`].
    pub async fn may_edit(&self, user: UserId) -> Result<(), AppError> {
        let user = db::users::get(self.db(), user).await?;
        self.may_give(user.user_type).await
    }

    /// Tells the open pages that something changed.
    pub async fn tell(&self, notice: Notice) {
        self.state.live.tell(self.db(), notice).await;
    }

    /// Tells the member's pages and the group's.
    pub async fn tell_member(&self, group: GroupId, user: UserId) {
        self.tell(Notice::User(user)).await;
        self.tell(Notice::Group(group)).await;
    }

    /// Runs a started mass action beside the request.
    pub fn run(&self, action: MassActionId) {
        let (db, live) = (self.state.db.clone(), self.state.live.clone());
        tokio::spawn(async move { db::runner::run(&db, &live, action).await });
    }
}

/// # Errors
/// [`AppError::SignedOut`], [`AppError::Forbidden`].
pub async fn authorize(action: Action) -> Result<Authorized, AppError> {
    let Caller { actor, address, .. } = caller();
    let actor = actor.ok_or_else(|| AppError::SignedOut.with_status())?;
    if !actor.may(action) {
        return Err(AppError::Forbidden.with_status());
    }
    Ok(Authorized {
        actor,
        address,
        state: expect_context::<AppState>(),
    })
}

/// For going on with a mass action: the right that its kind takes.
///
/// # Errors
/// [`AppError::SignedOut`], [`AppError::Forbidden`]; [`AppError::NotFound`] also for another
/// group's action.
pub async fn authorize_mass_action(
    group: GroupId,
    action: MassActionId,
) -> Result<Authorized, AppError> {
    let cx = authorize(Action::ListGroups).await?;
    let kind = db::mass_actions::kind(cx.db(), group, action).await?;
    authorize(kind.needs()).await
}

/// What a stranger may reach: signing in and setting up, and nothing else.
pub struct Open {
    pub caller: Caller,
    state: AppState,
}

impl Open {
    pub fn db(&self) -> &Db {
        &self.state.db
    }

    /// What the browser calls itself, for the list of sessions; at most 200 characters.
    pub fn user_agent(&self) -> String {
        let agent = use_context::<Parts>().and_then(|parts| {
            let agent = parts.headers.get(header::USER_AGENT)?;
            Some(agent.to_str().ok()?.chars().take(200).collect())
        });
        agent.unwrap_or_default()
    }

    /// Starts the browser's session: `HttpOnly`, `SameSite=Lax`, and over https `Secure` under
    /// the `__Host-` prefix. The cookie outlives the session, which the server ends.
    pub fn set_session(&self, token: &str) {
        set_cookie(&session_cookie(&self.state.base_url, token, YEAR));
    }

    pub fn clear_session(&self) {
        set_cookie(&session_cookie(&self.state.base_url, "", 0));
    }

    pub fn set_theme(&self, theme: Theme) {
        let code = theme.code();
        set_cookie(&format!(
            "{THEME_COOKIE}={code}; Path=/; HttpOnly; SameSite=Lax; Max-Age={YEAR}"
        ));
    }
}

/// The gate of the few functions that strangers may call; the doors test lists them.
pub fn open_to_all() -> Open {
    Open {
        caller: caller(),
        state: expect_context::<AppState>(),
    }
}

/// In seconds.
const YEAR: i64 = 365 * 86_400;

/// The cookie that holds a chosen theme's code.
pub const THEME_COOKIE: &str = "theme";

/// The session cookie's name: browsers take `__Host-` only with `Secure`.
pub fn session_cookie_name(base_url: &str) -> &'static str {
    if base_url.starts_with("https://") {
        "__Host-session"
    } else {
        "session"
    }
}

fn session_cookie(base_url: &str, token: &str, max_age: i64) -> String {
    let name = session_cookie_name(base_url);
    let secure = if name.starts_with("__Host-") {
        "; Secure"
    } else {
        ""
    };
    format!("{name}={token}; Path=/; HttpOnly; SameSite=Lax; Max-Age={max_age}{secure}")
}

fn set_cookie(cookie: &str) {
    let value = axum::http::HeaderValue::from_str(cookie);
    if let (Some(response), Ok(value)) = (use_context::<ResponseOptions>(), value) {
        response.append_header(header::SET_COOKIE, value);
    }
}

impl AppError {
    /// Sets the response's status from the error; without it every error is a 500.
    ///
    /// A form posted without JavaScript keeps its 302, or the browser would not follow it.
    pub fn with_status(self) -> Self {
        if is_plain_form_post() {
            return self;
        }
        let status = match &self {
            Self::SignedOut | Self::SignInRefused => StatusCode::UNAUTHORIZED,
            Self::Forbidden => StatusCode::FORBIDDEN,
            Self::NotFound => StatusCode::NOT_FOUND,
            Self::Invalid(_) | Self::KeyRefused => StatusCode::UNPROCESSABLE_ENTITY,
            Self::Conflict(_) | Self::AlreadyIn => StatusCode::CONFLICT,
            Self::Wait(_) => StatusCode::TOO_MANY_REQUESTS,
            Self::BadRequest => StatusCode::BAD_REQUEST,
            Self::Unavailable => StatusCode::SERVICE_UNAVAILABLE,
            Self::Full => StatusCode::INSUFFICIENT_STORAGE,
            Self::Internal | Self::Unreachable => StatusCode::INTERNAL_SERVER_ERROR,
        };
        if let Some(response) = use_context::<ResponseOptions>() {
            response.set_status(status);
        }
        self
    }
}

/// Whether the browser sent this as a form and will show the page it is led to.
pub fn is_plain_form_post() -> bool {
    use_context::<Parts>().is_some_and(|parts| {
        let accept = parts
            .headers
            .get(header::ACCEPT)
            .and_then(|accept| accept.to_str().ok());
        parts.method == Method::POST && accept.is_some_and(|accept| accept.contains("text/html"))
    })
}

impl From<db::Error> for AppError {
    fn from(error: db::Error) -> Self {
        match error {
            db::Error::NotFound => Self::NotFound,
            db::Error::Taken(taken) => Self::from(taken),
            db::Error::Conflict => Self::Conflict(
                "Somebody else saved this in between. Reload to see it, then make your change again.".into(),
            ),
            db::Error::GroupConflict(now) => Self::Conflict(format!(
                "Somebody else saved this group in between. It is now called “{}”, described as “{}”. Reload to take that over, or press Save again to replace it.",
                now.name, now.description
            )),
            db::Error::KeyRefused => Self::KeyRefused,
            db::Error::AlreadyIn => Self::AlreadyIn,
            db::Error::LastSuperAdmin => {
                Self::Conflict("The portal needs at least one active SuperAdmin, and this is the last.".into())
            }
            db::Error::CategoryInUse => {
                Self::Conflict("Only an empty category can be deleted. Move its courses and categories first.".into())
            }
            db::Error::TooDeep => Self::invalid("parent", "Categories cannot be nested deeper than this."),
            db::Error::TooManyUnits => Self::Conflict("This course has the most units a course may have.".into()),
            db::Error::NotUndoable => Self::Conflict("This cannot be undone any more.".into()),
            db::Error::Busy => {
                Self::Conflict("A mass action is running on this group. Wait until it is done, or cancel it.".into())
            }
            db::Error::Wait(wait) => Self::Wait(wait),
            error @ (db::Error::Corrupt(_) | db::Error::Secret) => {
                tracing::error!(%error, "unreadable data");
                Self::Internal
            }
            db::Error::Full(cause) => {
                tracing::error!(%cause, "no room left");
                Self::Full
            }
            db::Error::Away(cause) => {
                tracing::error!(%cause, "the database is away");
                Self::Unavailable
            }
            db::Error::Database(cause) => {
                tracing::error!(%cause, "database error");
                Self::Internal
            }
        }
        .with_status()
    }
}

impl From<Problems> for AppError {
    fn from(problems: Problems) -> Self {
        Self::Invalid(problems.into_vec()).with_status()
    }
}

impl From<Problem> for AppError {
    fn from(problem: Problem) -> Self {
        Self::Invalid(vec![problem]).with_status()
    }
}

impl From<Taken> for AppError {
    fn from(taken: Taken) -> Self {
        match taken {
            Taken::GroupName => Self::invalid("name", "Another group has this name."),
            Taken::Key => Self::invalid("key", "This key is in use. Choose another."),
            Taken::Login => Self::invalid("login", "Another user has this login."),
            Taken::Email => Self::invalid("email", "Another user has this e-mail address."),
            Taken::CategoryName => {
                Self::invalid("name", "There is a category of this name here already.")
            }
            Taken::UserTypeName => Self::invalid("name", "Another user type has this name."),
        }
    }
}
