//! The check for load balancers and start-up scripts.
use crate::support::TestServer;

#[tokio::test]
async fn health_reports_whether_the_database_responds() {
    let server = TestServer::new().await;
    server.get("/healthz").send().await.expect(200);
    server.db.clone().close().await.unwrap();
    let answer = server.get("/healthz").send().await.expect(503);
    assert!(answer.body.is_empty(), "and nothing about it");
    let page = server
        .get("/groups")
        .session("any")
        .send()
        .await
        .expect(503);
    assert!(page.text().contains("Try again"));
}
