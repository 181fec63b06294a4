//! Server functions over HTTP: which requests reach them, and where a form leads afterwards.
pub mod flashes;

use crate::{
    AppState, body_limit,
    security_log::{Noted, RefusedForm},
};
use app::{
    AppError,
    server::{Caller, GateState, Incidents, local_path, security_events::SecurityEvent},
};
use axum::{
    Extension,
    body::{Body, to_bytes},
    extract::{FromRef, Request, State},
    http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header},
    middleware::Next,
    response::{IntoResponse, Response},
};
use domain::policy::Actor;
use flashes::PlainPost;
use http_body_util::LengthLimitError;
use leptos::{prelude::provide_context, server_fn::error::ServerFnUrlError};
use leptos_axum::handle_server_fns_with_context;
use std::error::Error;
use tower_http::timeout::TimeoutError;

/// Responds to a script with JSON, and to a plain form with a redirect.
pub async fn handle(State(portal): State<AppState>, request: Request) -> Response {
    let (mut parts, body) = request.into_parts();
    let limit = body_limit::of(parts.uri.path(), &parts.extensions);
    let body = match to_bytes(body, limit).await {
        Ok(body) => body,
        Err(error) => return why_unread(&error).into_response(),
    };
    let plain = accepts_html(&parts.headers);
    let actor = parts
        .extensions
        .get::<Caller>()
        .and_then(|caller| caller.actor.as_ref());
    let user = actor.map(Actor::real_id);
    let path = parts.uri.path().to_owned();
    let back = referring_page(&portal.base_url, &parts.headers);
    // Leptos redirects a form to its Referer, so the Referer must be a page of the portal.
    if let Ok(referer) = HeaderValue::from_str(&format!("{}{back}", portal.base_url)) {
        parts.headers.insert(header::REFERER, referer);
    }
    let request = || Request::from_parts(parts.clone(), Body::from(body.clone()));
    let (mut response, is_lost) = run(&portal, request()).await;
    if is_lost {
        // The transaction that lost was rolled back. Once: the next deadlock is a load that repeating would add to.
        (response, _) = run(&portal, request()).await;
    }
    if plain {
        let post = PlainPost {
            user,
            path,
            back,
            fields: flashes::typed(&body, limit),
        };
        redirect_form(&portal, response, post).await
    } else {
        response
    }
}

/// Runs the function; returns its response, and whether that is because it lost against another transaction. What it
/// only tries after its own work may lose, too: then it has succeeded.
async fn run(portal: &AppState, request: Request) -> (Response, bool) {
    let context = GateState::from_ref(portal);
    let incidents = Incidents::default();
    let noted = incidents.clone();
    let provide = move || {
        provide_context(context.clone());
        provide_context(noted.clone());
    };
    let response = handle_server_fns_with_context(provide, request).await;
    let mut response = response.into_response();
    if incidents.wrong_guess() {
        let noted = Noted(SecurityEvent::WrongGuess);
        response.extensions_mut().insert(noted);
    }
    let is_lost = incidents.deadlock() && is_unavailable(&response);
    (response, is_lost)
}

/// Whether this is the answer to a function that failed for now: its status, or the error that a form comes back with.
fn is_unavailable(response: &Response) -> bool {
    let location = response.headers().get(header::LOCATION);
    let error = location.and_then(|location| refusal(location.to_str().ok()?));
    response.status() == StatusCode::SERVICE_UNAVAILABLE || error == Some(AppError::Unavailable)
}

/// Refuses what no page of the portal sends.
pub async fn require_content_type(request: Request, next: Next) -> Response {
    if is_accepted_content_type(request.headers()) {
        next.run(request).await
    } else {
        StatusCode::UNSUPPORTED_MEDIA_TYPE.into_response()
    }
}

/// Accepts only the types that the portal's pages send: forms on other sites could post the others.
fn is_accepted_content_type(headers: &HeaderMap) -> bool {
    let kind = headers
        .get(header::CONTENT_TYPE)
        .and_then(|kind| kind.to_str().ok())
        .unwrap_or_default();
    let kind = kind.split(';').next().unwrap_or_default().trim();
    kind.eq_ignore_ascii_case("application/x-www-form-urlencoded")
        || kind.eq_ignore_ascii_case("application/json")
}

/// The status of a body that is too large, too slow or cut off.
pub fn why_unread(error: &(dyn Error + 'static)) -> StatusCode {
    let mut cause: Option<&dyn Error> = Some(error);
    while let Some(error) = cause {
        if error.is::<LengthLimitError>() {
            return StatusCode::PAYLOAD_TOO_LARGE;
        }
        if error.is::<TimeoutError>() {
            return StatusCode::REQUEST_TIMEOUT;
        }
        cause = error.source();
    }
    StatusCode::BAD_REQUEST
}

pub fn accepts_html(headers: &HeaderMap) -> bool {
    headers
        .get(header::ACCEPT)
        .and_then(|accept| accept.to_str().ok())
        .is_some_and(|accept| accept.contains("text/html"))
}

/// Returns the local path of the page with the form, without an earlier flash or error; `/` if it
/// is unknown or foreign.
pub fn referring_page(base_url: &str, headers: &HeaderMap) -> String {
    let referer = headers
        .get(header::REFERER)
        .and_then(|referer| referer.to_str().ok())
        .unwrap_or_default();
    let path = local_path(referer.strip_prefix(base_url).unwrap_or_default());
    let (path, query) = path.split_once('?').unwrap_or((path, ""));
    // Leptos adds `__err` to its response. One in the Referer may be forged by the author of a
    // link.
    let told = ["flash=", "__err=", "__path="];
    let kept: Vec<_> = query
        .split('&')
        .filter(|pair| !pair.is_empty() && !told.iter().any(|told| pair.starts_with(told)))
        .collect();
    if kept.is_empty() {
        path.to_owned()
    } else {
        format!("{path}?{}", kept.join("&"))
    }
}

/// Makes the redirect local, and keeps an error in it as a flash for the target page.
async fn redirect_form(portal: &AppState, mut response: Response, post: PlainPost) -> Response {
    let Some(location) = response
        .headers()
        .get(header::LOCATION)
        .and_then(|location| location.to_str().ok())
    else {
        return response;
    };
    let refusal = refusal(location);
    let refused = refusal.as_ref().map(AppError::status);
    let target = match refusal {
        Some(AppError::SignedOut) => sign_in_and_return(&post.back),
        Some(error) => match flashes::keep(portal, response.headers_mut(), post, error).await {
            Ok(target) => target,
            Err(error) => {
                tracing::error!(%error, "flash not kept");
                return StatusCode::SERVICE_UNAVAILABLE.into_response();
            }
        },
        None if is_path(location) => location.to_owned(),
        None => post.back,
    };
    match HeaderValue::from_str(&target) {
        // The body is the script's response; a browser's form needs only the redirect.
        Ok(target) => {
            let kept = kept_headers(&response);
            let location = [(header::LOCATION, target)];
            let refused = refused.map(|status| Extension(RefusedForm(status)));
            let noted = response.extensions().get::<Noted>().copied();
            let noted = noted.map(Extension);
            (StatusCode::SEE_OTHER, refused, noted, kept, location).into_response()
        }
        Err(_) => StatusCode::BAD_REQUEST.into_response(),
    }
}

/// The cookies of a response, and what it has the browser forget.
fn kept_headers(response: &Response) -> HeaderMap {
    let mut kept = HeaderMap::new();
    for name in [
        header::SET_COOKIE,
        HeaderName::from_static("clear-site-data"),
    ] {
        for value in response.headers().get_all(&name) {
            kept.append(name.clone(), value.clone());
        }
    }
    kept
}

/// Functions redirect to a path. Without a redirect Leptos uses the Referer, a full address.
fn is_path(location: &str) -> bool {
    location.starts_with('/')
}

/// Returns the error that Leptos added to the Referer.
fn refusal(location: &str) -> Option<AppError> {
    let (_, query) = location.split_once('?').filter(|_| !is_path(location))?;
    let query: Vec<(String, String)> = serde_urlencoded::from_str(query).ok()?;
    let error = query
        .into_iter()
        .find_map(|(name, value)| (name == "__err").then_some(value))?;
    Some(ServerFnUrlError::<AppError>::decode_err(&error))
}

/// The path of the sign-in page, which leads back to `next`.
pub fn sign_in_and_return(next: &str) -> String {
    let query = serde_urlencoded::to_string([("next", next)]).unwrap_or_default();
    if next == "/" {
        "/sign-in".to_owned()
    } else {
        format!("/sign-in?{query}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn back(referer: &str) -> String {
        let mut headers = HeaderMap::new();
        headers.insert(header::REFERER, referer.parse().unwrap());
        referring_page("https://learn.example", &headers)
    }

    #[test]
    fn a_form_leads_back_only_to_a_page_of_the_portal() {
        assert_eq!(
            back("https://learn.example/groups?q=a&flash=old"),
            "/groups?q=a"
        );
        assert_eq!(back("https://learn.example.evil.org/x"), "/");
        assert_eq!(back("https://evil.example/"), "/");
        assert_eq!(back("https://learn.example//evil.example"), "/");
    }
}
