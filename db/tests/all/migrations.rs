//! The migrations run up, down and up again, and stays as it was where a step fails.

use crate::support::{NOW, number, on_both_engines};
use fixtures::Fixtures;
use migrations::{
    ConnectionTrait, DbErr, MigrationName, MigrationTrait, Migrator, MigratorTrait, SchemaManager,
    async_trait::async_trait,
};

#[tokio::test]
async fn the_schema_migrates_up_down_and_up_again() {
    on_both_engines(async |db| {
        let fixtures = Fixtures::at(&db, NOW);
        fixtures.group("Sales").create().await;
        // Through one writer, as the application migrates.
        let txn = db.write().await.unwrap();
        Migrator::down(txn.as_ref(), None).await.unwrap();
        Migrator::up(txn.as_ref(), None).await.unwrap();
        txn.commit_quietly().await.unwrap();
        assert_eq!(number(&db, "SELECT count(*) FROM groups", vec![]).await, 0);
        fixtures.group("Sales").create().await;
        db.migrate().await.unwrap();
    })
    .await;
}

/// The schema with two more steps, of which the second fails after it has written.
struct WithFailure;

struct Adds(&'static str);
struct Fails;

impl MigratorTrait for WithFailure {
    fn migrations() -> Vec<Box<dyn MigrationTrait>> {
        let mut steps = Migrator::migrations();
        steps.push(Box::new(Adds("kept")));
        steps.push(Box::new(Fails));
        steps
    }
}

impl MigrationName for Adds {
    fn name(&self) -> &'static str {
        "m99991231_000001_adds"
    }
}

#[async_trait]
impl MigrationTrait for Adds {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let statement = format!("CREATE TABLE {} (id bigint)", self.0);
        let on = manager.get_connection();
        on.execute_unprepared(&statement).await.map(|_| ())
    }
}

impl MigrationName for Fails {
    fn name(&self) -> &'static str {
        "m99991231_000002_fails"
    }
}

#[async_trait]
impl MigrationTrait for Fails {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        Adds("half_done").up(manager).await?;
        let on = manager.get_connection();
        on.execute_unprepared("UPDATE groups SET name = 'Half done'")
            .await?;
        on.execute_unprepared("INSERT INTO kept VALUES (1)").await?;
        on.execute_unprepared("UPDATE groups SET no_such_column = 1")
            .await
            .map(|_| ())
    }
}

#[tokio::test]
async fn a_step_that_fails_leaves_nothing_half_done() {
    on_both_engines(async |db| {
        let fixtures = Fixtures::at(&db, NOW);
        fixtures.group("Sales").create().await;
        db.migrate_by::<WithFailure>().await.unwrap_err();

        let manager = SchemaManager::new(db.read());
        assert!(manager.has_table("kept").await.unwrap());
        assert!(!manager.has_table("half_done").await.unwrap());
        assert_eq!(number(&db, "SELECT count(*) FROM kept", vec![]).await, 0);
        let renamed = "SELECT count(*) FROM groups WHERE name = 'Half done'";
        assert_eq!(number(&db, renamed, vec![]).await, 0);
        let noted = "SELECT count(*) FROM seaql_migrations WHERE version LIKE 'm99991231%'";
        assert_eq!(number(&db, noted, vec![]).await, 1);
        // The writing connection still writes, and the next start tries the same step again.
        fixtures.group("Service").create().await;
        db.migrate_by::<WithFailure>().await.unwrap_err();
    })
    .await;
}
