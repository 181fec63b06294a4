//! Who may leave a group, who may not come back by key, and what a group in the trash was the default of.
use crate::{create_indexes, drop_tables, references};
use sea_orm_migration::{prelude::*, schema::*};

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let policy = string("leaving_policy").default("joined_by_key").take();
        let groups = Table::alter().table("groups").add_column(policy).to_owned();
        manager.alter_table(groups).await?;
        manager.create_table(shut_outs()).await?;
        manager.create_table(trashed_defaults()).await?;
        create_indexes(
            manager,
            &[
                "CREATE INDEX shut_outs_user ON shut_outs (user_id)",
                "CREATE UNIQUE INDEX trashed_defaults_of ON trashed_defaults (group_id, coalesce(branch_id, 0))",
                "CREATE INDEX trashed_defaults_branch ON trashed_defaults (branch_id)",
            ],
        )
        .await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        drop_tables(manager, &["trashed_defaults", "shut_outs"]).await?;
        let groups = Table::alter()
            .table("groups")
            .drop_column("leaving_policy")
            .to_owned();
        manager.alter_table(groups).await
    }
}

/// Users who were removed and cannot come back by key; adding them deletes the row.
fn shut_outs() -> TableCreateStatement {
    Table::create()
        .table("shut_outs")
        .col(big_integer("group_id"))
        .col(big_integer("user_id"))
        .col(big_integer("created_at"))
        .primary_key(Index::create().col("group_id").col("user_id"))
        .foreign_key(&mut references(
            "group_id",
            "groups",
            ForeignKeyAction::Cascade,
        ))
        .foreign_key(&mut references(
            "user_id",
            "users",
            ForeignKeyAction::Cascade,
        ))
        .to_owned()
}

/// A row without a branch is of the main portal.
fn trashed_defaults() -> TableCreateStatement {
    Table::create()
        .table("trashed_defaults")
        .col(big_pk_auto("id"))
        .col(big_integer("group_id"))
        .col(big_integer_null("branch_id"))
        .foreign_key(&mut references(
            "group_id",
            "groups",
            ForeignKeyAction::Cascade,
        ))
        .foreign_key(&mut references(
            "branch_id",
            "branches",
            ForeignKeyAction::Cascade,
        ))
        .to_owned()
}
