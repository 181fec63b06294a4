//! The migrations run up, down and up again.

use crate::support::{group, number, on_both_engines};
use migrations::{Migrator, MigratorTrait};

#[tokio::test]
async fn the_schema_migrates_up_down_and_up_again() {
    on_both_engines(async |db| {
        group(&db, "Sales").await;
        // Through one writer, as the application migrates.
        let txn = db.write().await.unwrap();
        Migrator::down(&txn, None).await.unwrap();
        Migrator::up(&txn, None).await.unwrap();
        txn.commit().await.unwrap();
        assert_eq!(number(&db, "SELECT count(*) FROM groups", vec![]).await, 0);
        group(&db, "Sales").await;
        db.migrate().await.unwrap();
    })
    .await;
}
