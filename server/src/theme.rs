//! Light or dark, where the user chose one; otherwise the system's choice holds.
use crate::caller::cookie;
use axum::{
    Form,
    http::{HeaderMap, header},
    response::{IntoResponse, Redirect, Response},
};
use serde::Deserialize;

const COOKIE: &str = "theme";

/// What the user chose: `light` or `dark`.
pub fn chosen(headers: &HeaderMap) -> Option<&str> {
    cookie(headers, COOKIE).filter(|theme| matches!(*theme, "light" | "dark"))
}

#[derive(Deserialize)]
pub struct Choice {
    /// `light` or `dark`; without a script the other one than before.
    #[serde(default)]
    to: String,
}

pub async fn choose(headers: HeaderMap, Form(choice): Form<Choice>) -> Response {
    let theme = match (choice.to.as_str(), chosen(&headers)) {
        ("light", _) | ("", Some("dark")) => "light",
        _ => "dark",
    };
    let referer = headers
        .get(header::REFERER)
        .and_then(|referer| referer.to_str().ok());
    let host = headers
        .get(header::HOST)
        .and_then(|host| host.to_str().ok())
        .unwrap_or_default();
    let back = referer
        .and_then(|referer| referer.split_once("://"))
        .and_then(|(_, rest)| rest.strip_prefix(host))
        .filter(|path| path.starts_with('/') && !path.starts_with("//"))
        .unwrap_or("/");
    let cookie = format!("{COOKIE}={theme}; Path=/; SameSite=Lax; HttpOnly; Max-Age=31536000");
    ([(header::SET_COOKIE, cookie)], Redirect::to(back)).into_response()
}
