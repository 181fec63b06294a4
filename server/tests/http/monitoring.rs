//! What is told to Prometheus: by routes and not by paths, documented, and what dashboard and alerts ask for.
use crate::support::{TestResponse, TestServer};
use axum::{
    body::Body,
    extract::Request,
    http::{StatusCode, header},
};
use fixtures::PASSWORD;
use server::monitor::Task;
use std::collections::BTreeSet;
use tower::ServiceExt;

async fn scrape(server: &TestServer) -> String {
    let routes = server::monitor::routes(server.portal.clone());
    let request = Request::get("/metrics").body(Body::empty()).unwrap();
    let answer = TestResponse::read(routes.oneshot(request).await.unwrap()).await;
    assert_eq!(answer.status, StatusCode::OK);
    let format = "text/plain; version=0.0.4; charset=utf-8";
    assert_eq!(answer.header(header::CONTENT_TYPE), format);
    answer.text().to_owned()
}

/// The number in the line that begins so.
fn value(text: &str, line: &str) -> f64 {
    let found = text.lines().find_map(|one| one.strip_prefix(line));
    let found = found.unwrap_or_else(|| panic!("no line {line} in:\n{text}"));
    found.trim().parse().unwrap()
}

fn document(path: &str) -> String {
    let root = concat!(env!("CARGO_MANIFEST_DIR"), "/..");
    std::fs::read_to_string(format!("{root}/{path}")).unwrap()
}

/// A server after requests of each kind.
async fn used() -> TestServer {
    let server = TestServer::new().await;
    let admin = server.fixtures.super_admin("admin").with_password();
    let admin = admin.sign_in().await;
    let group = server.fixtures.group("Baking").create().await;
    let users = format!("/groups/{group}/users");
    server.get(&users).by(&admin).send().await.expect(200);
    server
        .get("/groups/4711/users")
        .by(&admin)
        .send()
        .await
        .expect(404);
    for path in ["/no/such/page", "/nor-this"] {
        server.get(path).by(&admin).send().await.expect(404);
    }
    server
        .act("create_group", &[("name", "B")])
        .by(&admin)
        .send()
        .await
        .expect(200);
    let form = server.form("create_group", "/groups/new", &[("name", "")]);
    form.by(&admin).send().await.expect(303);
    let fields = [("login", "admin"), ("password", PASSWORD)];
    server.act("sign_in", &fields).send().await.expect(200);
    // A task that never ran has no line.
    server
        .portal
        .monitor
        .ran(Task::Sweep, &Ok::<(), db::Error>(()));
    server
}

#[tokio::test]
async fn requests_are_counted_by_the_template_of_their_route() {
    let server = used().await;
    let text = scrape(&server).await;
    let counted = |method: &str, route: &str, status: &str| {
        let labels = format!("method=\"{method}\",route=\"{route}\",status=\"{status}\"");
        value(&text, &format!("muster_http_requests_total{{{labels}}}"))
    };
    assert_eq!(counted("GET", "/groups/{id}/users", "200"), 1.0);
    assert_eq!(counted("GET", "/groups/{id}/users", "404"), 1.0);
    assert_eq!(counted("GET", "other", "404"), 2.0);
    assert_eq!(counted("POST", "/api/create_group", "200"), 1.0);
    assert_eq!(
        counted("POST", "/api/create_group", "422"),
        1.0,
        "a form that is refused"
    );
    let latency = "muster_http_request_duration_seconds_count{route=\"/groups/{id}/users\"}";
    assert_eq!(value(&text, latency), 2.0);
    assert_eq!(value(&text, "muster_http_requests_in_flight"), 0.0);
    for unknown in ["4711", "no/such", "nor-this"] {
        assert!(!text.contains(unknown), "{unknown} in:\n{text}");
    }
}

#[tokio::test]
async fn tables_are_counted_once_in_a_while() {
    let server = used().await;
    let text = scrape(&server).await;
    assert_eq!(value(&text, "muster_sessions"), 2.0);
    assert_eq!(value(&text, "muster_users_signed_in"), 1.0);
    assert_eq!(value(&text, "muster_mass_actions{state=\"running\"}"), 0.0);
    assert!(value(&text, "muster_database_size_bytes") > 100_000.0);
    assert!(value(&text, "muster_database_log_bytes") > 1_000.0);
    assert!(value(&text, "process_resident_memory_bytes") > 1e6);
    server.fixtures.user("ana").sign_in().await;
    let page = server.fixtures.user("ben").sign_in().await;
    let stream = server.get("/live").by(&page).open().await;
    let text = scrape(&server).await;
    assert_eq!(value(&text, "muster_sessions"), 2.0, "as it was counted");
    assert_eq!(
        value(&text, "muster_event_streams"),
        1.0,
        "costs nothing to know"
    );
    drop(stream);
    assert_eq!(value(&scrape(&server).await, "muster_event_streams"), 0.0);
}

#[tokio::test]
async fn a_database_that_is_away_does_not_keep_metrics_waiting() {
    let server = used().await;
    server.db.clone().close().await.unwrap();
    let text = scrape(&server).await;
    assert_eq!(
        value(
            &text,
            "muster_database_connections{pool=\"read\",state=\"used\"}"
        ),
        0.0
    );
    assert_eq!(
        value(&text, "muster_counted_timestamp_seconds"),
        0.0,
        "never counted"
    );
}

/// The names in the metrics of a portal.
fn exported(text: &str) -> BTreeSet<&str> {
    let names = text.lines().filter_map(|line| line.strip_prefix("# TYPE "));
    names.filter_map(|line| line.split(' ').next()).collect()
}

/// The names that a file of expressions asks for.
fn named(text: &str) -> BTreeSet<&str> {
    let words = text.split(|c: char| !(c.is_ascii_alphanumeric() || c == '_'));
    words
        .filter(|word| word.starts_with("muster_") || word.starts_with("process_"))
        .map(|word| {
            let part = ["_bucket", "_sum", "_count"].iter();
            part.fold(word, |word, end| word.strip_suffix(end).unwrap_or(word))
        })
        .collect()
}

#[tokio::test]
async fn documents_dashboard_and_alerts_name_what_is_exported() {
    let text = scrape(&used().await).await;
    let exported = exported(&text);
    let manual = document("docs/operating/monitor.md");
    for name in &exported {
        assert!(
            manual.contains(&format!("| `{name}` |")),
            "monitor.md lacks {name}"
        );
    }
    let files = [
        "docs/operating/monitor.md",
        "packaging/monitoring/grafana.json",
        "packaging/monitoring/alerts.yml",
    ];
    for file in files {
        let text = document(file);
        for name in named(&text) {
            assert!(
                exported.contains(name),
                "{file} names {name}, which no portal exports"
            );
        }
    }
    assert!(named(&document(files[1])).len() > 20 && named(&document(files[2])).len() > 8);
}

#[tokio::test]
async fn users_do_not_reach_the_metrics() {
    let server = TestServer::new().await;
    let admin = server.fixtures.super_admin("admin").sign_in().await;
    server.get("/metrics").by(&admin).send().await.expect(404);
    server.get("/metrics").send().await.expect(303);
}
