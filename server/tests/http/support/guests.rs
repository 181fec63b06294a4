//! Signing up, as guests do.
use super::{TestRequest, TestServer};
use db::throttles::{self, Counter};
use domain::throttle::SIGN_IN_ACCOUNT;
use fixtures::PASSWORD;

impl TestServer {
    /// Sets the number of attempts under a name that someone typed, the only one of this scope, as if
    /// the last was just now.
    pub async fn tried_name(&self, scope: &'static str, name: &str, attempts: i64) {
        self.execute(&format!("DELETE FROM throttles WHERE scope = '{scope}'"))
            .await;
        let counters = [Counter::typed(scope, name, SIGN_IN_ACCOUNT)];
        throttles::record(&self.db, &counters, db::now())
            .await
            .unwrap();
        let set = format!("UPDATE throttles SET tries = {attempts} WHERE scope = '{scope}'");
        self.execute(&set).await;
    }

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
