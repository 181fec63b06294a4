//! What is logged of refused requests, for those who watch over the portal.
use crate::support::TestServer;
use axum::http::header;
use fixtures::PASSWORD;
use serde_json::Value;
use std::{
    io::{self, Write},
    sync::{Arc, Mutex},
};
use tracing::{Dispatch, subscriber::DefaultGuard};

/// The log of this thread, which the whole test runs on.
#[derive(Clone, Default)]
struct Log(Arc<Mutex<Vec<u8>>>);

impl Write for Log {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.lock().unwrap().write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl Log {
    /// The log is kept as long as the others are. With one subscriber only, `tracing` would ask the
    /// thread that comes by an event first whether anyone listens, which may be another test's.
    fn start() -> (Self, DefaultGuard, Dispatch) {
        let second = Dispatch::new(tracing_subscriber::registry());
        let log = Self::default();
        let writer = log.clone();
        let json = tracing_subscriber::fmt().json().flatten_event(true);
        let subscriber = json.with_writer(move || writer.clone()).finish();
        (log, tracing::subscriber::set_default(subscriber), second)
    }

    /// The security events since the last call: kind, source and account.
    fn events(&self) -> Vec<(String, String, Option<i64>)> {
        let lines = std::mem::take(&mut *self.0.lock().unwrap());
        let lines = String::from_utf8(lines).unwrap();
        lines
            .lines()
            .map(|line| serde_json::from_str::<Value>(line).unwrap())
            .filter(|line| line["target"] == "security")
            .map(|line| {
                let text = |name: &str| line[name].as_str().unwrap().to_owned();
                (text("kind"), text("source"), line["account"].as_i64())
            })
            .collect()
    }
}

#[tokio::test]
async fn each_refusal_is_one_event_with_kind_source_and_account() {
    let server = TestServer::new().await;
    let ana = server.fixtures.user("ana").with_password().sign_in().await;
    let (log, _guard, _second) = Log::start();
    let heard = |kind: &str, account: Option<i64>| {
        let source = "192.0.2.1".to_owned();
        assert_eq!(log.events(), [(kind.to_owned(), source, account)]);
    };
    let id = Some(ana.id.0);
    for (login, account) in [("ana", id), ("someone", None)] {
        let fields = [("login", login), ("password", "wrong")];
        server.act("sign_in", &fields).send().await.expect(401);
        heard("sign_in_failed", account);
        let form = server.form("sign_in", "/sign-in", &fields);
        form.send().await.expect(303);
        heard("sign_in_failed", account);
    }
    let create = || server.act("create_group", &[("name", "Mine")]).by(&ana);
    create().send().await.expect(403);
    heard("forbidden", id);
    let form = server.form("create_group", "/groups/new", &[("name", "Mine")]);
    form.by(&ana).send().await.expect(303);
    heard("forbidden", id);
    server.get("/courses/999").by(&ana).send().await.expect(404);
    heard("not_found", id);
    create()
        .header(header::ORIGIN, "https://evil.example")
        .header("sec-fetch-site", "cross-site")
        .send()
        .await
        .expect(403);
    heard("origin_refused", None);
    let other = server.get("/").header(header::HOST, "evil.example");
    other.send().await.expect(421);
    heard("host_refused", None);
    let wrong = || server.act("preview_join", &[("key", "WRONG-KEY")]).by(&ana);
    while wrong().send().await.status != 429 {
        assert_eq!(log.events(), []);
    }
    heard("rate_limited", id);
    let right = [("login", "ana"), ("password", PASSWORD)];
    server.act("sign_in", &right).send().await.expect(200);
    server.get("/").by(&ana).send().await.expect(200);
    assert_eq!(log.events(), []);
}
