//! Who enrolled a user directly, and the index of the activity by actor.
use crate::create_indexes;
use sea_orm_migration::{prelude::*, schema::*};

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        // No foreign key: the enrolments outlive the user who granted them.
        let enrolments = Table::alter()
            .table("enrolments")
            .add_column(big_integer_null("given_by"))
            .to_owned();
        manager.alter_table(enrolments).await?;
        create_indexes(
            manager,
            &["CREATE INDEX activity_actor ON activity (actor_id, id) WHERE actor_id IS NOT NULL"],
        )
        .await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager
            .get_connection()
            .execute_unprepared("DROP INDEX activity_actor")
            .await?;
        let enrolments = Table::alter()
            .table("enrolments")
            .drop_column("given_by")
            .to_owned();
        manager.alter_table(enrolments).await
    }
}
