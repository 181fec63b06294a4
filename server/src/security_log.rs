//! Notes refused requests as security events.
use crate::{
    AppState,
    authenticate::{Authenticated, address},
    trace::without_token,
};
use app::server::security_events::{SecurityEvent, note};
use axum::{
    extract::{Request, State},
    http::StatusCode,
    middleware::Next,
    response::Response,
};
use domain::throttle::Source;

/// In the extensions of a response that redirects a browser's form: the status that a script would have
/// got.
#[derive(Clone, Copy, Debug)]
pub struct RefusedForm(pub StatusCode);

/// In the extensions of a response: what it is logged as, whatever its status.
#[derive(Clone, Copy, Debug)]
pub struct Noted(pub SecurityEvent);

pub async fn note_refusals(
    State(portal): State<AppState>,
    request: Request,
    next: Next,
) -> Response {
    let source = Source::of(address(&portal.trusted_proxies, &request));
    let uri = request.uri().clone();
    let response = next.run(request).await;
    let reached = response.extensions().get::<Authenticated>().copied();
    if let Some(event) = event(&response, reached.is_some()) {
        let path = without_token(uri.path());
        note(event, source, reached.and_then(|by| by.account), path);
    }
    response
}

/// What the response says of its request. A failed sign-in is noted where it fails, as its account is
/// known there.
fn event(response: &Response, is_authenticated: bool) -> Option<SecurityEvent> {
    let said = response.extensions();
    if let Some(Noted(event)) = said.get() {
        return Some(*event);
    }
    let form = said.get::<RefusedForm>();
    let status = form.map_or(response.status(), |RefusedForm(status)| *status);
    match status {
        StatusCode::FORBIDDEN if !is_authenticated => Some(SecurityEvent::OriginRefused),
        StatusCode::MISDIRECTED_REQUEST => Some(SecurityEvent::HostRefused),
        StatusCode::FORBIDDEN => Some(SecurityEvent::Forbidden),
        StatusCode::NOT_FOUND => Some(SecurityEvent::NotFound),
        StatusCode::TOO_MANY_REQUESTS => Some(SecurityEvent::RateLimited),
        StatusCode::BAD_REQUEST | StatusCode::UNSUPPORTED_MEDIA_TYPE => {
            Some(SecurityEvent::Unreadable)
        }
        _ => None,
    }
}
