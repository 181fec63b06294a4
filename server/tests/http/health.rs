//! What balancers and service managers ask for, and what people see while the portal is not ready.
use crate::support::{TestServer, on_both_engines};
use axum::http::header;

#[tokio::test]
async fn ready_says_whether_the_database_responds_and_alive_does_not_ask() {
    on_both_engines(async |server| {
        for path in ["/livez", "/readyz", "/healthz"] {
            server.get(path).send().await.expect(200);
        }
        server.db.clone().close().await.unwrap();
        for path in ["/readyz", "/healthz"] {
            let answer = server.get(path).send().await.expect(503);
            assert_eq!(answer.text(), "database", "and nothing more about it");
        }
        server.get("/livez").send().await.expect(200);
    })
    .await;
}

#[tokio::test]
async fn a_portal_that_stops_is_alive_but_not_ready() {
    let server = TestServer::new().await;
    server.stop.send(true).unwrap();
    let answer = server.get("/readyz").send().await.expect(503);
    assert_eq!(answer.text(), "stopping");
    server.get("/livez").send().await.expect(200);
}

#[tokio::test]
async fn a_database_of_another_version_is_not_ready() {
    for statement in [
        "INSERT INTO seaql_migrations (version, applied_at) VALUES ('m29990101_000001_later', 0)",
        "DELETE FROM seaql_migrations WHERE version = (SELECT max(version) FROM seaql_migrations)",
    ] {
        let server = TestServer::new().await;
        server.execute(statement).await;
        let answer = server.get("/readyz").send().await.expect(503);
        assert_eq!(answer.text(), "migrations", "{statement}");
    }
}

#[tokio::test]
async fn a_failure_is_a_page_that_names_the_request() {
    let server = TestServer::new().await;
    server.db.clone().close().await.unwrap();
    let page = server.get("/groups?q=%22a%22").session("any");
    let page = page.header(header::COOKIE, "session=any; theme=dark");
    let page = page.send().await.expect(503);
    assert_eq!(
        page.header(header::CONTENT_TYPE),
        "text/html; charset=utf-8"
    );
    assert_eq!(page.header(header::RETRY_AFTER), "5");
    assert!(
        page.header(header::CONTENT_SECURITY_POLICY)
            .contains("style-src 'self'")
    );
    let id = page.header("x-request-id");
    assert_eq!(id.len(), 16);
    let told = format!("name this request: <code>{id}</code>");
    for part in [
        &*told,
        "<html lang=\"en\" class=\"hue-270\" data-theme=\"dark\">",
        "The database cannot be reached. Try again in a moment.",
        "href=\"/groups?q=%22a%22\">Try again</a>",
    ] {
        assert!(page.text().contains(part), "{part} in {}", page.text());
    }
    let form = server.form("create_group", "/groups/new", &[("name", "Mine")]);
    let page = form.session("any").send().await.expect(503);
    assert!(page.text().contains("What you entered was not sent."));
    assert!(!page.text().contains("Try again</a>"));
    let script = server.act("create_group", &[("name", "Mine")]);
    let told = script.session("any").send().await.expect(503);
    assert_eq!(
        told.text(),
        "The database cannot be reached. Try again in a moment."
    );
}
