//! What is logged of refused requests, for those who watch over the portal.
use crate::support::{Log, Options, TestServer};
use app::server::security_events::SecurityEvent;
use axum::http::{Method, header};
use fixtures::PASSWORD;
use server::stripe::Stripe;

/// The security events since the last call: kind, source and account.
fn events(log: &Log) -> Vec<(String, String, Option<i64>)> {
    let lines = log.lines().into_iter();
    lines
        .filter(|line| line["target"] == "security")
        .map(|line| {
            let text = |name: &str| line[name].as_str().unwrap().to_owned();
            (text("kind"), text("source"), line["account"].as_i64())
        })
        .collect()
}

/// Also those that no test here can cause.
#[test]
fn operators_read_what_each_kind_means() {
    let document = concat!(env!("CARGO_MANIFEST_DIR"), "/../docs/operating/monitor.md");
    let document = std::fs::read_to_string(document).unwrap();
    for event in SecurityEvent::ALL {
        let row = format!("| `{}` | {} |", event.code(), event.meaning());
        assert!(document.contains(&row), "monitor.md lacks: {row}");
    }
}

#[tokio::test]
async fn each_refusal_is_one_event_with_kind_source_and_account() {
    let server = TestServer::new().await;
    let ana = server.fixtures.user("ana").with_password().sign_in().await;
    let (log, _guard, _second) = Log::start("info");
    let heard = |kind: &str, account: Option<i64>| {
        let source = "192.0.2.1".to_owned();
        assert_eq!(events(&log), [(kind.to_owned(), source, account)]);
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
        heard("wrong_guess", id);
    }
    heard("rate_limited", id);
    let right = [("login", "ana"), ("password", PASSWORD)];
    server.act("sign_in", &right).send().await.expect(200);
    server.get("/").by(&ana).send().await.expect(200);
    assert_eq!(events(&log), []);
}

#[tokio::test]
async fn a_wrong_guess_and_an_unreadable_request_are_events() {
    let stripe = Stripe::new("http://127.0.0.1:1", "sk_test".into(), "whsec".into());
    let server = TestServer::with(Options {
        stripe: Some(stripe.unwrap()),
        ..Options::default()
    })
    .await;
    let ana = server.fixtures.user("ana").with_password().sign_in().await;
    let (log, _guard, _second) = Log::start("info");
    let heard = |kind: &str, account: Option<i64>| {
        assert_eq!(
            events(&log),
            [(kind.to_owned(), "192.0.2.1".to_owned(), account)]
        );
    };
    let id = Some(ana.id.0);
    // As a form without script.
    let form = server.form("preview_join", "/join", &[("key", "WRONG-KEY")]);
    form.by(&ana).send().await.expect(303);
    heard("wrong_guess", id);
    let fields = [
        ("present_password", "wrong"),
        ("password", "a new long one"),
    ];
    let change = server.act("change_password", &fields).by(&ana);
    change.send().await.expect(422);
    heard("wrong_guess", id);
    let unreadable = server.act("update_group", &[("group", "first")]).by(&ana);
    unreadable.send().await.expect(400);
    heard("unreadable", id);
    let forged = server.call(Method::POST, "/webhooks/stripe").body("{}");
    forged.send().await.expect(400);
    heard("forged_event", None);
}
