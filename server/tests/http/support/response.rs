//! A response, and what tests read from it.
use axum::{
    body::to_bytes,
    http::{HeaderMap, StatusCode, header},
    response::Response,
};

#[derive(Debug)]
pub struct TestResponse {
    pub status: StatusCode,
    pub headers: HeaderMap,
    pub body: Vec<u8>,
}

impl TestResponse {
    pub async fn read(response: Response) -> Self {
        let (parts, body) = response.into_parts();
        Self {
            status: parts.status,
            headers: parts.headers,
            body: to_bytes(body, usize::MAX).await.unwrap().to_vec(),
        }
    }

    pub fn text(&self) -> &str {
        std::str::from_utf8(&self.body).unwrap()
    }

    /// The text of a page, without its tags and comments.
    pub fn words(&self) -> String {
        let mut parts = self.text().split('<');
        let first = parts.next().unwrap_or_default().to_owned();
        let rest = parts.filter_map(|part| Some(part.split_once('>')?.1));
        first + &rest.collect::<String>()
    }

    /// A header's value; empty if it is missing.
    pub fn header(&self, name: impl header::AsHeaderName) -> &str {
        self.headers
            .get(name)
            .map_or("", |value| value.to_str().unwrap())
    }

    /// Where the response redirects to.
    pub fn location(&self) -> &str {
        self.header(header::LOCATION)
    }

    /// The whole `Set-Cookie` of this name.
    pub fn cookie(&self, name: &str) -> Option<&str> {
        let cookies = self.headers.get_all(header::SET_COOKIE).iter();
        cookies
            .map(|cookie| cookie.to_str().unwrap())
            .find(|cookie| cookie.starts_with(&format!("{name}=")))
    }

    /// The session that this response starts.
    pub fn session(&self) -> String {
        let cookie = self
            .cookie("session")
            .or_else(|| self.cookie("__Host-session"))
            .expect("a session cookie");
        let (_, value) = cookie.split_once('=').unwrap();
        value.split(';').next().unwrap().to_owned()
    }

    /// Panics, showing the response, if it has another status.
    #[track_caller]
    pub fn expect(self, status: u16) -> Self {
        let found = (self.status.as_u16(), self.location());
        assert_eq!(self.status.as_u16(), status, "{found:?} {}", self.excerpt());
        self
    }

    fn excerpt(&self) -> String {
        String::from_utf8_lossy(&self.body)
            .chars()
            .take(600)
            .collect()
    }
}
