//! What a group's name looks like, by which names that look alike are found. Empty until the program has filled it. The
//! index is not unique: names from before may look alike.
use super::create_indexes;
use sea_orm_migration::{prelude::*, schema::*};

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let column = text_null("skeleton");
        let groups = Table::alter().table("groups").add_column(column).to_owned();
        manager.alter_table(groups).await?;
        create_indexes(
            manager,
            &["CREATE INDEX groups_skeleton ON groups (skeleton)"],
        )
        .await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        create_indexes(manager, &["DROP INDEX groups_skeleton"]).await?;
        let groups = Table::alter()
            .table("groups")
            .drop_column("skeleton")
            .to_owned();
        manager.alter_table(groups).await
    }
}
