//! Headers that every answer bears, and whose answers may be compressed. The pages' content
//! security policy is the shell's, which knows the nonce; everything else may load nothing at all.
use axum::{
    extract::Request,
    http::{HeaderName, HeaderValue, header},
    middleware::Next,
    response::Response,
};

const ALWAYS: [(HeaderName, &str); 5] = [
    (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
    (header::X_FRAME_OPTIONS, "DENY"),
    // Forms without a script are led back to where they stood: by their Referer.
    (header::REFERRER_POLICY, "same-origin"),
    (
        HeaderName::from_static("cross-origin-opener-policy"),
        "same-origin",
    ),
    (
        HeaderName::from_static("permissions-policy"),
        "camera=(), microphone=(), geolocation=()",
    ),
];

pub async fn secure(request: Request, next: Next) -> Response {
    let mut response = next.run(request).await;
    let headers = response.headers_mut();
    for (name, value) in ALWAYS {
        headers.insert(name, HeaderValue::from_static(value));
    }
    headers
        .entry(header::CONTENT_SECURITY_POLICY)
        .or_insert(HeaderValue::from_static(
            "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'",
        ));
    // What a user sees is his own.
    headers
        .entry(header::CACHE_CONTROL)
        .or_insert(HeaderValue::from_static("no-store"));
    response
}

/// How long a compressed answer is tells what stands in it beside what the asker put there
/// (BREACH, <https://breachattack.com>). So only those are compressed that the portal's own pages
/// or the user himself asked for; a browser that does not say who asked gets plain ones.
pub async fn skip_compression_cross_site(mut request: Request, next: Next) -> Response {
    let headers = request.headers_mut();
    let asker = headers.get("sec-fetch-site").map(HeaderValue::as_bytes);
    if !matches!(asker, Some(b"same-origin" | b"none")) {
        headers.remove(header::ACCEPT_ENCODING);
    }
    next.run(request).await
}
