//! The portal's two cookies: the session and the chosen theme.
use crate::theme::Theme;
use axum::http::{HeaderValue, header};
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
