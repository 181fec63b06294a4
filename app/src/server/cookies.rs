//! The portal's cookies: the session, the browsers of an account, the chosen theme, and how each user exports lists.
use crate::theme::Theme;
use axum::http::{HeaderName, HeaderValue, header};
use domain::{exports::ExportChoice, ids::UserId};
use leptos::prelude::use_context;
use leptos_axum::ResponseOptions;
use std::fmt::Display;

/// In seconds.
const YEAR: i64 = 365 * 86_400;

/// The names of a cookie: over https, and over http. Browsers accept `__Host-` only together with
/// `Secure`.
type Names = (&'static str, &'static str);

const SESSION: Names = ("__Host-session", "session");
const DEVICE: Names = ("__Host-device", "device");
const TICKET: Names = ("__Host-ticket", "ticket");
const FLASH: Names = ("__Host-flash", "flash");
const THEME: Names = ("__Host-theme", "theme");

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

/// Returns the name of the cookie that holds a chosen theme's code.
pub fn theme_cookie_name(base_url: &str) -> &'static str {
    name(base_url, THEME)
}

/// Returns the cookie that holds what a guest typed, for so many seconds.
pub fn flash_cookie(base_url: &str, value: &str, seconds: i64) -> String {
    host_cookie(base_url, FLASH, value, seconds)
}

fn name(base_url: &str, (secure, plain): Names) -> &'static str {
    if is_https(base_url) { secure } else { plain }
}

/// Returns the name of the cookie with a user's last choice for exports. It is the browser's, as it depends on the
/// spreadsheet of its computer, but not that of the next user there.
pub fn export_cookie_name(base_url: &str, user: UserId) -> String {
    let prefix = if is_https(base_url) { "__Host-" } else { "" };
    format!("{prefix}export-{user}")
}

/// Returns the cookie that remembers the choice for a year.
pub fn export_cookie(base_url: &str, user: UserId, choice: ExportChoice) -> String {
    let name = export_cookie_name(base_url, user);
    cookie(base_url, &name, choice.code(), YEAR)
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

pub(super) fn set_theme(base_url: &str, theme: Theme) {
    set_cookie(&host_cookie(base_url, THEME, theme.code(), YEAR));
}

/// Has the browser forget what it keeps of the portal's pages. Not the cookies: those that stay make
/// it known as the user's own.
pub(super) fn clear_site_data() {
    if let Some(response) = use_context::<ResponseOptions>() {
        let data = HeaderValue::from_static(r#""cache", "storage""#);
        response.insert_header(HeaderName::from_static("clear-site-data"), data);
    }
}

fn host_cookie(base_url: &str, names: Names, value: &str, max_age: i64) -> String {
    cookie(base_url, name(base_url, names), value, max_age)
}

fn cookie(base_url: &str, name: &str, value: impl Display, max_age: i64) -> String {
    let secure = if is_https(base_url) { "; Secure" } else { "" };
    format!("{name}={value}; Path=/; HttpOnly; SameSite=Lax; Max-Age={max_age}{secure}")
}

fn is_https(base_url: &str) -> bool {
    base_url.starts_with("https://")
}

fn set_cookie(cookie: &str) {
    let value = HeaderValue::from_str(cookie);
    if let (Some(response), Ok(value)) = (use_context::<ResponseOptions>(), value) {
        response.append_header(header::SET_COOKIE, value);
    }
}
