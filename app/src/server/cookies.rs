//! The portal's cookies: the session, the browsers of an account,, the chosen theme, and how each user exports lists.
use crate::theme::Theme;
use axum::http::{HeaderValue, header};
use domain::{exports::ExportChoice, ids::UserId};
use leptos::prelude::use_context;
use leptos_axum::ResponseOptions;

/// In seconds.
const YEAR: i64 = 365 * 86_400;

/// The cookie that holds a chosen theme's code.
pub const THEME_COOKIE: &str = "theme";

/// The names of a cookie: over https, and over http. Browsers accept `__Host-` only together with
/// `Secure`.
type Names = (&'static str, &'static str);

const SESSION: Names = ("__Host-session", "session");
const DEVICE: Names = ("__Host-device", "device");
const TICKET: Names = ("__Host-ticket", "ticket");
const FLASH: Names = ("__Host-flash", "flash");

/// Returns the session cookie's name.
pub fn session_cookie_name(base_url: &str) -> &'static str {
    name(base_url, SESSION)
}

/// Returns the name of the cookie by which a browser is known.
pub fn device_cookie_name(base_url: &str) -> &'static str {
    name(base_url, DEVICE)
}

/// Returns the name of the cookie of the second step of signing in.
pub fn ticket_cookie_name(base_url: &str) -> &'static str {
    name(base_url, TICKET)
}

/// Returns the name of the cookie that holds what a guest typed.
pub fn flash_cookie_name(base_url: &str) -> &'static str {
    name(base_url, FLASH)
}

/// Returns the cookie that holds what a guest typed, for so many seconds.
pub fn flash_cookie(base_url: &str, value: &str, seconds: i64) -> String {
    host_cookie(base_url, FLASH, value, seconds)
}

fn name(base_url: &str, (secure, plain): Names) -> &'static str {
    if base_url.starts_with("https://") {
        secure
    } else {
        plain
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
    set_cookie(&host_cookie(base_url, SESSION, token, YEAR));
}

/// Remembers the browser as one that its accounts sign in with. It outlives sessions.
pub(super) fn set_device(base_url: &str, device: &str) {
    set_cookie(&host_cookie(base_url, DEVICE, device, YEAR));
}

/// Remembers for ten minutes that the password was right. The ticket itself says how long it counts.
pub(super) fn set_ticket(base_url: &str, ticket: &str) {
    set_cookie(&host_cookie(base_url, TICKET, ticket, 600));
}

pub(super) fn clear_ticket(base_url: &str) {
    set_cookie(&host_cookie(base_url, TICKET, "", 0));
}

pub(super) fn clear_session(base_url: &str) {
    set_cookie(&host_cookie(base_url, SESSION, "", 0));
}

pub(super) fn set_theme(theme: Theme) {
    let code = theme.code();
    set_cookie(&format!(
        "{THEME_COOKIE}={code}; Path=/; HttpOnly; SameSite=Lax; Max-Age={YEAR}"
    ));
}

fn host_cookie(base_url: &str, names: Names, value: &str, max_age: i64) -> String {
    let name = name(base_url, names);
    let secure = if name.starts_with("__Host-") {
        "; Secure"
    } else {
        ""
    };
    format!("{name}={value}; Path=/; HttpOnly; SameSite=Lax; Max-Age={max_age}{secure}")
}

fn set_cookie(cookie: &str) {
    let value = HeaderValue::from_str(cookie);
    if let (Some(response), Ok(value)) = (use_context::<ResponseOptions>(), value) {
        response.append_header(header::SET_COOKIE, value);
    }
}
