//! What search engines may list.
use crate::AppState;
use axum::{
    Router,
    http::header,
    response::{IntoResponse, Response},
    routing::get,
};

pub fn routes() -> Router<AppState> {
    Router::new().route("/robots.txt", get(robots))
}

/// Pages that guests can read, but no link that stands for a right.
async fn robots() -> Response {
    let paths = [
        "/api/",
        "/forgotten-password/",
        "/join/",
        "/new-account/",
        "/new-address/",
        "/setup/",
        "/sign-up/confirm/",
    ];
    let lines = paths.map(|path| format!("Disallow: {path}\n")).concat();
    let headers = [
        (header::CONTENT_TYPE, "text/plain; charset=utf-8"),
        (header::CACHE_CONTROL, "public, max-age=86400"),
    ];
    (headers, format!("User-agent: *\n{lines}")).into_response()
}
