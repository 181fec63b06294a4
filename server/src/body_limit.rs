//! How large the body of a request may be.
use app::{
    courses::{CreateUnit, UpdateUnit},
    server::Caller,
};
use axum::{
    body::Body,
    extract::Request,
    http::{Extensions, StatusCode, header},
    middleware::Next,
    response::{IntoResponse, Response},
};
use http_body_util::Limited;
use leptos::server_fn::ServerFn;

/// The largest body of a form, in bytes; a larger one gets a 413.
pub const BODY_LIMIT: usize = 1024 * 1024;

/// The largest body of a unit's form, in bytes: a text of 500,000 characters, each four bytes and percent-encoded, is
/// 6,000,000. The rest is for texts that are too long, whose authors get a sentence.
pub const TEXT_LIMIT: usize = 8 * 1024 * 1024;

/// Returns the limit for a request to this path. Only signed-in callers may send long texts.
pub fn of(path: &str, extensions: &Extensions) -> usize {
    let is_text = [CreateUnit::PATH, UpdateUnit::PATH].contains(&path);
    let caller = extensions.get::<Caller>();
    if is_text && caller.is_some_and(|caller| caller.actor.is_some()) {
        TEXT_LIMIT
    } else {
        BODY_LIMIT
    }
}

/// Refuses a body that declares to be too large, and ends one that turns out to be.
pub async fn limit(request: Request, next: Next) -> Response {
    let limit = of(request.uri().path(), request.extensions());
    let declared = request.headers().get(header::CONTENT_LENGTH);
    let length = declared.and_then(|length| length.to_str().ok()?.parse::<usize>().ok());
    if length.is_some_and(|length| length > limit) {
        return (StatusCode::PAYLOAD_TOO_LARGE, "length limit exceeded").into_response();
    }
    let limited = |body| Body::new(Limited::new(body, limit));
    next.run(request.map(limited)).await
}
