//! What is logged about a request: its method and path, but never its query or a one-time token.
use crate::request_id::RequestId;
use axum::http::Request;
use tower_http::trace::MakeSpan;
use tracing::Span;

/// Paths that end with a token: set-up links, links in e-mails, join links and import tickets.
const TOKENS: [&str; 7] = [
    "/setup/",
    "/join/",
    "/import/",
    "/confirm/",
    "/forgotten-password/",
    "/new-address/",
    "/new-account/",
];

#[derive(Clone)]
pub struct RequestSpan;

impl<B> MakeSpan<B> for RequestSpan {
    fn make_span(&mut self, request: &Request<B>) -> Span {
        let id = request.extensions().get::<RequestId>();
        // An error's level: a log of errors only names their requests, too.
        tracing::error_span!(
            "request",
            request_id = id.map(RequestId::as_str),
            method = %request.method(),
            path = without_token(request.uri().path())
        )
    }
}

pub fn without_token(path: &str) -> &str {
    let end = TOKENS
        .iter()
        .find_map(|part| path.find(part).map(|at| at + part.len()));
    &path[..end.unwrap_or(path.len())]
}

#[cfg(test)]
mod tests {
    use super::without_token;

    #[test]
    fn tokens_stay_out_of_the_log() {
        assert_eq!(without_token("/setup/abc"), "/setup/");
        assert_eq!(without_token("/join/confirm/abc"), "/join/");
        assert_eq!(without_token("/join/5-abc"), "/join/");
        assert_eq!(without_token("/groups/2/import/abc"), "/groups/2/import/");
        assert_eq!(without_token("/sign-up/confirm/abc"), "/sign-up/confirm/");
        assert_eq!(
            without_token("/forgotten-password/abc"),
            "/forgotten-password/"
        );
        assert_eq!(without_token("/new-address/abc"), "/new-address/");
        assert_eq!(without_token("/new-account/abc"), "/new-account/");
        assert_eq!(without_token("/groups/2/users"), "/groups/2/users");
    }
}
