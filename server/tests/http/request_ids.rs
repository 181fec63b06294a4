//! The name of each request: in its answer, in the lines that are logged of it, and never a token with it.
use crate::{
    authorization_matrix,
    support::{Log, Options, TestServer},
};

const PROXY: [u8; 4] = [10, 0, 0, 1];

#[tokio::test]
async fn a_trusted_proxy_names_requests_and_no_one_else() {
    let server = TestServer::with(Options {
        trusted_proxies: vec![PROXY.into()],
        ..Options::default()
    })
    .await;
    let answered = async |from: [u8; 4], name: &str| {
        let asked = server.get("/sign-in").address(from);
        let answer = asked.header("x-request-id", name).send().await;
        answer.expect(200).header("x-request-id").to_owned()
    };
    let name = "01J:9a-b_c.d+e/f=";
    assert_eq!(answered(PROXY, name).await, name);
    let long = "a".repeat(65);
    for (from, name) in [
        ([192, 0, 2, 1], name),
        (PROXY, "short"),
        (PROXY, &long),
        (PROXY, "with a space"),
        (PROXY, "quote\"quote"),
    ] {
        let other = answered(from, name).await;
        assert_ne!(other, name);
        assert_eq!(other.len(), 16);
    }
    let first = answered([192, 0, 2, 1], name).await;
    assert_ne!(first, answered([192, 0, 2, 1], name).await, "of its own");
}

#[tokio::test]
async fn every_line_of_a_request_has_its_name() {
    let server = TestServer::new().await;
    let ana = server.fixtures.user("ana").sign_in().await;
    let (log, _guard, _second) = Log::start("info,tower_http=debug");
    // Refused by the gate, within the function, and noted at the end.
    let act = server.act("create_group", &[("name", "Mine")]).by(&ana);
    let answer = act.send().await.expect(403);
    let lines = log.lines();
    assert!(lines.iter().any(|line| line["target"] == "security"));
    assert!(lines.len() >= 3, "begin, event and end: {lines:?}");
    for line in &lines {
        assert_eq!(
            line["span"]["request_id"],
            answer.header("x-request-id"),
            "{line}"
        );
    }
    // What fails is logged where it fails.
    let admin = server.fixtures.super_admin("admin").sign_in().await;
    server.execute("ALTER TABLE groups RENAME TO lost").await;
    log.lines();
    let page = server.get("/groups").by(&admin).send().await.expect(500);
    let id = page.header("x-request-id");
    let lines = log.lines();
    // What Leptos logs while it renders is in a task of its own, without the span.
    let named = |line: &&serde_json::Value| line["span"]["request_id"] == id;
    assert!(lines.iter().filter(named).count() >= 2, "{lines:?}");
    assert!(page.text().contains(id), "{}", page.text());
    assert!(page.text().contains("Something went wrong"));
}

/// What is a number, or a part of a file's name, is no secret.
const PUBLIC: [&str; 11] = [
    "{id}",
    "{key}",
    "{unit}",
    "{group}",
    "{action}",
    "{import}",
    "{order}",
    "{user}",
    "{course}",
    "{hue}",
    "{initial}",
];

#[tokio::test]
async fn no_token_of_a_path_is_logged() {
    let server = TestServer::new().await;
    let (log, _guard, _second) = Log::start("info,tower_http=debug");
    let mut with_token = 0;
    for route in authorization_matrix::routes() {
        let parts = route.split('/').map(|part| {
            let is_secret = part.starts_with('{') && !PUBLIC.contains(&part);
            let is_number = part.starts_with('{') && !is_secret;
            if is_secret {
                "5-s3cret"
            } else if is_number {
                "5"
            } else {
                part
            }
        });
        let path = parts.collect::<Vec<_>>().join("/");
        if path.contains("s3cret") {
            with_token += 1;
        }
        // The stream has no end.
        if path != "/live" {
            server.get(&format!("{path}?flash=s3cret")).send().await;
        }
        for line in log.lines() {
            assert!(!line.to_string().contains("s3cret"), "{route}: {line}");
        }
    }
    assert!(
        with_token >= 7,
        "set-up, links in e-mails, join links, tickets: {with_token}"
    );
}
