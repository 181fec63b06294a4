//! The log of who did what, to whom, when, from where. Ids have no foreign keys and names stay as
//! they were: the log outlives what it refers to.
use crate::{create_indexes, drop_tables};
use sea_orm_migration::{prelude::*, schema::*};

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let table = Table::create()
            .table("activity")
            .col(big_pk_auto("id"))
            .col(big_integer("at"))
            .col(big_integer_null("actor_id"))
            .col(string("actor_name"))
            .col(string("verb"))
            .col(big_integer_null("group_id"))
            .col(big_integer_null("user_id"))
            .col(big_integer_null("course_id"))
            .col(text("detail"))
            .col(string("address"))
            .to_owned();
        manager.create_table(table).await?;
        create_indexes(
            manager,
            &[
                "CREATE INDEX activity_group ON activity (group_id, id) WHERE group_id IS NOT NULL",
                "CREATE INDEX activity_user ON activity (user_id, id) WHERE user_id IS NOT NULL",
                "CREATE INDEX activity_course ON activity (course_id, id) WHERE course_id IS NOT NULL",
            ],
        )
        .await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        drop_tables(manager, &["activity"]).await
    }
}
