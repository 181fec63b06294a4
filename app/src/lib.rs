//! Pages, components and server functions, one folder per feature.
//!
//! This is the only file that asks which side it is compiled for.
#![recursion_limit = "512"]
pub mod activity;
mod app;
pub mod branches;
pub mod catalog;
mod changes;
pub mod courses;
mod error;
mod escape;
pub mod flash;
pub mod groups;
pub mod home;
pub mod instructors;
pub mod join;
pub mod learning;
pub mod orders;
mod parts;
pub mod profile;
pub mod session;
pub mod settings;
pub mod sign_up;
pub mod theme;
mod ui;
pub mod user_types;
pub mod users;

#[cfg(feature = "ssr")]
mod import_parser;
#[cfg(feature = "ssr")]
mod markdown;
#[cfg(feature = "ssr")]
pub mod server;
#[cfg(feature = "ssr")]
pub mod shell;

pub use app::App;
pub use error::AppError;
pub use parts::fetch_parts;

/// Lets the response say what the error is; in the browser there is none.
#[cfg(feature = "ssr")]
fn answer_with_status(error: AppError) -> AppError {
    error.with_status()
}
#[cfg(not(feature = "ssr"))]
fn answer_with_status(error: AppError) -> AppError {
    error
}

/// The title: text in the browser, HTML in the document that the server writes.
#[cfg(feature = "ssr")]
fn title(text: String) -> String {
    escape::escape(&text)
}
#[cfg(not(feature = "ssr"))]
fn title(text: String) -> String {
    text
}

/// What could not be read: on the server the request, in the browser the answer.
#[cfg(feature = "ssr")]
fn decode_error() -> AppError {
    AppError::BadRequest.with_status()
}
#[cfg(not(feature = "ssr"))]
fn decode_error() -> AppError {
    AppError::Unreachable
}

/// What the server's layers know of the present request; in the browser nothing, which then
/// reads what the server wrote into the page.
#[cfg(feature = "ssr")]
fn request() -> Option<app::Request> {
    let caller = server::caller();
    Some(app::Request {
        actor: caller.actor,
        flash: caller.flash,
        portal_name: Some(server::portal_name()),
    })
}
#[cfg(not(feature = "ssr"))]
fn request() -> Option<app::Request> {
    None
}

/// What the page is rendered from, as text to go with it; the browser renders from the answer.
#[cfg(feature = "ssr")]
fn serialize_for_page<T: serde::Serialize>(answer: &T) -> String {
    serde_json::to_string(answer).unwrap_or_else(|error| {
        tracing::error!(%error, "an answer that cannot be written into its page");
        String::new()
    })
}
#[cfg(not(feature = "ssr"))]
fn serialize_for_page<T>(_answer: &T) -> String {
    String::new()
}

/// Tells the document that the page needs a part of the WASM, for the browser to fetch at once.
#[cfg(feature = "ssr")]
fn needs_part(part: &'static str) {
    shell::needs_part(part);
}
#[cfg(not(feature = "ssr"))]
fn needs_part(_part: &'static str) {}
