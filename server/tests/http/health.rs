//! The check for load balancers and start-up scripts.
use crate::support::Site;

#[tokio::test]
async fn health_reports_whether_the_database_responds() {
    let site = Site::new().await;
    site.get("/healthz").send().await.expect(200);
    site.db.clone().close().await.unwrap();
    let answer = site.get("/healthz").send().await.expect(503);
    assert!(answer.body.is_empty(), "and nothing about it");
    let page = site.get("/groups").session("any").send().await.expect(503);
    assert!(page.text().contains("Try again"));
}
