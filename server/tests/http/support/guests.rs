//! Signing up, as guests do.
use super::{TestRequest, TestServer};
use fixtures::PASSWORD;

impl TestServer {
    /// Signs up a guest; an empty key means none.
    pub fn sign_up(&self, login: &str, email: &str, key: &str) -> TestRequest<'_> {
        let fields = [
            ("first_name", "Ana"),
            ("last_name", "Stranger"),
            ("login", login),
            ("email", email),
            ("password", PASSWORD),
            ("key", key),
        ];
        self.act("sign_up", &fields)
    }
}
