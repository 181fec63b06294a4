//! A name for each request: in every line that is logged of it, in its answer, and on pages that report a failure.
use crate::{AppState, authenticate::peer};
use axum::{
    extract::{Request, State},
    http::{HeaderName, HeaderValue},
    middleware::Next,
    response::Response,
};
use data_encoding::BASE32_DNSSEC;

const NAME: HeaderName = HeaderName::from_static("x-request-id");

/// The most characters of a name that a proxy gives.
const LONGEST: usize = 64;

/// In the extensions of a request.
#[derive(Clone, Debug)]
pub struct RequestId(HeaderValue);

impl RequestId {
    pub fn as_str(&self) -> &str {
        self.0.to_str().unwrap_or_default()
    }

    /// 16 letters and digits. Without randomness requests go on, and share a name.
    fn new() -> Self {
        let mut bytes = [0; 10];
        let _ = getrandom::fill(&mut bytes);
        let name = HeaderValue::from_str(&BASE32_DNSSEC.encode(&bytes));
        Self(name.unwrap_or(HeaderValue::from_static("none")))
    }
}

/// Gives the request the name that a trusted proxy sends, if it is well-formed, or a new one.
pub async fn name(State(portal): State<AppState>, mut request: Request, next: Next) -> Response {
    let given = request.headers().get(NAME);
    let given = given
        .filter(|name| is_well_formed(name) && portal.trusted_proxies.contains(&peer(&request)));
    let id = given.cloned().map_or_else(RequestId::new, RequestId);
    request.extensions_mut().insert(id.clone());
    let mut response = next.run(request).await;
    response.headers_mut().insert(NAME, id.0);
    response
}

fn is_well_formed(name: &HeaderValue) -> bool {
    let is_fine = |byte: &u8| byte.is_ascii_alphanumeric() || b"-_.:+/=".contains(byte);
    let name = name.as_bytes();
    (8..=LONGEST).contains(&name.len()) && name.iter().all(is_fine)
}
