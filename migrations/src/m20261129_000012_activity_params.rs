//! Parameters of the activity, from which its sentences are made; lines from before keep their text in `detail`.
use crate::create_indexes;
use sea_orm_migration::{prelude::*, schema::*};

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let activity = Table::alter()
            .table("activity")
            .add_column(text_null("params"))
            .to_owned();
        manager.alter_table(activity).await?;
        create_indexes(
            manager,
            &["CREATE INDEX activity_verb ON activity (verb, id)"],
        )
        .await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        create_indexes(manager, &["DROP INDEX activity_verb"]).await?;
        let activity = Table::alter()
            .table("activity")
            .drop_column("params")
            .to_owned();
        manager.alter_table(activity).await
    }
}
