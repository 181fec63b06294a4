//! The portal's cookies: the session, the chosen theme, and how each user exports lists.
use crate::theme::Theme;
use axum::http::{HeaderValue, header};
use domain::{exports::ExportChoice, ids::UserId};
use leptos::prelude::use_context;
use leptos_axum::ResponseOptions;

/// In seconds.
const YEAR: i64 = 365 * 86_400;

/// The cookie that holds a chosen theme's code.
pub const THEME_COOKIE: &str = "theme";

/// Returns the session cookie's name. Browsers accept `__Host-` only together with `Secure`.
pub fn session_cookie_name(base_url: &str) -> &'static str {
    if base_url.starts_with("https://") {
        "__Host-session"
    } else {
        "session"
    }
}

/// Returns the name of the cookie with a user's last choice for exports. It is the browser's, as it depends on the
/// spreadsheet of its computer, but not that of the next user there.
pub fn export_cookie_name(user: UserId) -> String {
    format!("export-{user}")
}

/// Returns the cookie that remembers the choice for a year.
pub fn export_cookie(user: UserId, choice: ExportChoice) -> String {
    let (name, code) = (export_cookie_name(user), choice.code());
    format!("{name}={code}; Path=/; HttpOnly; SameSite=Lax; Max-Age={YEAR}")
}

/// Starts the browser's session: `HttpOnly`, `SameSite=Lax`, and over https `Secure` under the
/// `__Host-` prefix. The cookie outlives the session, which the server ends.
pub(super) fn set_session(base_url: &str, token: &str) {
    set_cookie(&session_cookie(base_url, token, YEAR));
}

pub(super) fn clear_session(base_url: &str) {
    set_cookie(&session_cookie(base_url, "", 0));
}

pub(super) fn set_theme(theme: Theme) {
    let code = theme.code();
    set_cookie(&format!(
        "{THEME_COOKIE}={code}; Path=/; HttpOnly; SameSite=Lax; Max-Age={YEAR}"
    ));
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
    let value = HeaderValue::from_str(cookie);
    if let (Some(response), Ok(value)) = (use_context::<ResponseOptions>(), value) {
        response.append_header(header::SET_COOKIE, value);
    }
}
