//! Which index SQLite reads, of which the planner knows no numbers.
use super::*;
use crate::base::secrets::Secrets;
use sea_orm::FromQueryResult;

#[derive(FromQueryResult)]
struct Step {
    detail: String,
}

async fn plan(db: &Db, filter: &ActivityFilter) -> String {
    let sql = Sql::new(db.read()).text("EXPLAIN QUERY PLAN SELECT t.id FROM activity t WHERE TRUE");
    let sql = narrowed(sql, filter).text(" ORDER BY t.id DESC");
    let steps: Vec<Step> = sql.all(db.read()).await.unwrap();
    let details: Vec<_> = steps.into_iter().map(|step| step.detail).collect();
    details.join("\n")
}

#[tokio::test]
async fn a_kind_is_found_by_its_index_and_a_user_before_the_kind() {
    let folder = tempfile::tempdir().unwrap();
    let url = format!("sqlite://{}/muster.db", folder.path().display());
    let db = Db::connect(&url, Secrets::new([7; 32])).await.unwrap();
    db.migrate().await.unwrap();
    let mut filter = ActivityFilter {
        kind: Some(ActivityKind::SignedIn),
        ..ActivityFilter::default()
    };
    let of_kind = plan(&db, &filter).await;
    assert!(
        of_kind.contains("COVERING INDEX activity_verb (verb=?)"),
        "{of_kind}"
    );
    assert!(!of_kind.contains("TEMP B-TREE"), "{of_kind}");

    filter.user = Some(UserId(7));
    let of_user = plan(&db, &filter).await;
    for index in ["activity_user", "activity_actor"] {
        assert!(of_user.contains(index), "{of_user}");
    }
}
