//! What balancers and start-up scripts ask.
use crate::support::Site;

#[tokio::test]
async fn health_says_whether_the_database_answers() {
    let site = Site::new().await;
    site.get("/healthz").send().await.expect(200);
    site.db.clone().close().await.unwrap();
    let answer = site.get("/healthz").send().await.expect(503);
    assert!(answer.body.is_empty(), "and nothing about it");
    let page = site.get("/groups").session("any").send().await.expect(503);
    assert!(page.text().contains("Try again"));
}
