//! Security headers of every response, and which responses are compressed. The content security
//! policy of pages is set by the shell, which knows the nonce; everything else may load nothing.
use crate::AppState;
use axum::{
    extract::{Request, State},
    http::{HeaderMap, HeaderName, HeaderValue, header},
    middleware::Next,
    response::Response,
};

const ALWAYS: [(HeaderName, &str); 6] = [
    (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
    (header::X_FRAME_OPTIONS, "DENY"),
    // Without a script, a form returns to its page by the Referer.
    (header::REFERRER_POLICY, "same-origin"),
    (
        HeaderName::from_static("cross-origin-opener-policy"),
        "same-origin",
    ),
    (
        HeaderName::from_static("cross-origin-resource-policy"),
        "same-origin",
    ),
    (
        HeaderName::from_static("permissions-policy"),
        "camera=(), microphone=(), geolocation=()",
    ),
];

/// For a year, this host and those below it are reached over https only.
const HSTS: HeaderValue = HeaderValue::from_static("max-age=31536000; includeSubDomains");

pub async fn secure(State(portal): State<AppState>, request: Request, next: Next) -> Response {
    let mut response = next.run(request).await;
    let headers = response.headers_mut();
    for (name, value) in ALWAYS {
        headers.insert(name, HeaderValue::from_static(value));
    }
    if portal.base_url.starts_with("https://") {
        headers.insert(header::STRICT_TRANSPORT_SECURITY, HSTS);
    }
    headers
        .entry(header::CONTENT_SECURITY_POLICY)
        .or_insert(HeaderValue::from_static(
            "default-src 'none'; style-src 'unsafe-inline'; object-src 'none'; base-uri 'none'; frame-ancestors 'none'",
        ));
    name_charset(headers);
    // What a user sees is private.
    headers
        .entry(header::CACHE_CONTROL)
        .or_insert(HeaderValue::from_static("no-store"));
    response
}

/// All texts of the portal are UTF-8 (ASVS 4.1.1); an export says its own encoding, and events have no other.
fn name_charset(headers: &mut HeaderMap) {
    let Some(kind) = headers.get(header::CONTENT_TYPE) else {
        return;
    };
    let kind = kind.to_str().unwrap_or_default();
    let is_text = kind.starts_with("text/") && kind != "text/event-stream";
    let is_text = is_text || kind == "image/svg+xml";
    if is_text
        && !kind.contains("charset")
        && let Ok(named) = HeaderValue::from_str(&format!("{kind}; charset=utf-8"))
    {
        headers.insert(header::CONTENT_TYPE, named);
    }
}

/// Compresses only what the user or the portal's own pages requested. The length of a compressed
/// response reveals what it contains next to text that an attacker chose (BREACH,
/// <https://breachattack.com>). Browsers that do not say who made the request get plain responses.
pub async fn skip_compression_cross_site(mut request: Request, next: Next) -> Response {
    let headers = request.headers_mut();
    let asker = headers.get("sec-fetch-site").map(HeaderValue::as_bytes);
    if !matches!(asker, Some(b"same-origin" | b"none")) {
        headers.remove(header::ACCEPT_ENCODING);
    }
    next.run(request).await
}
