//! Pages, components and server functions, one folder per feature.
//!
//! This is the only file with code that depends on whether it is compiled for the server or the
//! browser.
#![recursion_limit = "512"]
pub mod activity;
mod app;
pub mod branches;
pub mod catalog;
mod changes;
pub mod courses;
mod error;
mod escape;
pub mod exports;
pub mod flash;
pub mod groups;
pub mod home;
pub mod imports;
pub mod instructors;
pub mod join;
pub mod learning;
pub mod mass_actions;
pub mod orders;
pub mod pages;
pub mod palette;
mod parts;
pub mod profile;
pub mod second_factor;
pub mod session;
pub mod settings;
pub mod sign_up;
pub mod theme;
pub mod trash;
mod ui;
pub mod user_types;
pub mod users;

#[cfg(feature = "ssr")]
#[cfg(feature = "ssr")]
pub mod server;
#[cfg(feature = "ssr")]
pub mod shell;

pub use app::App;
pub use error::AppError;
pub use parts::fetch_parts;

/// Sets the status of the response; the browser has no response to set it on.
#[cfg(feature = "ssr")]
fn answer_with_status(error: AppError) -> AppError {
    error.with_status()
}
#[cfg(not(feature = "ssr"))]
fn answer_with_status(error: AppError) -> AppError {
    error
}

/// Returns the title as plain text in the browser, and as HTML on the server, which writes it into
/// the document.
#[cfg(feature = "ssr")]
fn title(text: String) -> String {
    escape::escape(&text)
}
#[cfg(not(feature = "ssr"))]
fn title(text: String) -> String {
    text
}

/// Returns the error for data that cannot be decoded: the request on the server, the response in
/// the browser.
#[cfg(feature = "ssr")]
fn decode_error() -> AppError {
    AppError::BadRequest.with_status()
}
#[cfg(not(feature = "ssr"))]
fn decode_error() -> AppError {
    AppError::Unreachable
}

/// Returns what the server's layers found out about the current request; `None` in the browser,
/// which reads it from the page instead.
#[cfg(feature = "ssr")]
fn request() -> Option<app::Request> {
    let (caller, settings) = (server::caller(), server::page_settings());
    Some(app::Request {
        actor: caller.actor,
        flash: caller.flash,
        portal_name: Some(settings.face.name),
        contact: settings.contact,
    })
}
#[cfg(not(feature = "ssr"))]
fn request() -> Option<app::Request> {
    None
}

/// Returns the data that the page was rendered from, to be sent along for hydration; empty in the
/// browser.
#[cfg(feature = "ssr")]
fn serialize_for_page<T: serde::Serialize>(answer: &T) -> String {
    serde_json::to_string(answer).unwrap_or_else(|error| {
        tracing::error!(%error, "a value could not be serialized for its page");
        String::new()
    })
}
#[cfg(not(feature = "ssr"))]
fn serialize_for_page<T>(_answer: &T) -> String {
    String::new()
}

/// Returns what tells a new form from all others; empty, so that the form is refused, without randomness.
#[cfg(feature = "ssr")]
fn new_form_token() -> String {
    db::secrets::token().unwrap_or_default()
}
#[cfg(not(feature = "ssr"))]
fn new_form_token() -> String {
    format!("{:014x}{:014x}", changes::random(), changes::random())
}

/// Marks a part of the WASM as needed by the page, so that the browser fetches it right away.
#[cfg(feature = "ssr")]
fn needs_part(part: &'static str) {
    shell::needs_part(part);
}
#[cfg(not(feature = "ssr"))]
fn needs_part(_part: &'static str) {}
