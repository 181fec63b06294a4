//! Attempts in flight, the owners of flashes, and how an account came to be.
use crate::{create_indexes, drop_tables, references};
use sea_orm_migration::{prelude::*, schema::*};

#[derive(DeriveMigrationName)]
pub struct Migration;

/// Columns to add, each with its table.
fn columns() -> [(&'static str, &'static str, ColumnDef); 6] {
    [
        (
            "throttles",
            "pending",
            big_integer("pending").default(0).take(),
        ),
        (
            "throttles",
            "pending_at",
            big_integer("pending_at").default(0).take(),
        ),
        ("flashes", "owner", string("owner").default("").take()),
        (
            "flashes",
            "created_at",
            big_integer("created_at").default(0).take(),
        ),
        (
            "users",
            "origin",
            string("origin").default("managed").take(),
        ),
        ("users", "signed_up_from", string_null("signed_up_from")),
    ]
}

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        // Flashes live an hour at most, and those kept until now have no owner.
        let connection = manager.get_connection();
        connection.execute_unprepared("DELETE FROM flashes").await?;
        // Accounts are counted by what was typed from now on.
        connection
            .execute_unprepared("DELETE FROM throttles")
            .await?;
        for (table, _, column) in columns() {
            let mut column = column;
            let change = Table::alter()
                .table(table)
                .add_column(&mut column)
                .to_owned();
            manager.alter_table(change).await?;
        }
        manager.create_table(sign_in_sources()).await?;
        create_indexes(
            manager,
            &[
                "CREATE INDEX flashes_owner ON flashes (owner, created_at)",
                "CREATE INDEX sign_in_sources_user ON sign_in_sources (user_id)",
            ],
        )
        .await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let connection = manager.get_connection();
        connection
            .execute_unprepared("DROP INDEX flashes_owner")
            .await?;
        // The rows of a newer version mean nothing to an older one.
        connection.execute_unprepared("DELETE FROM flashes").await?;
        connection
            .execute_unprepared("DELETE FROM throttles")
            .await?;
        drop_tables(manager, &["sign_in_sources"]).await?;
        for (table, name, _) in columns() {
            let change = Table::alter().table(table).drop_column(name).to_owned();
            manager.alter_table(change).await?;
        }
        Ok(())
    }
}

/// The users who signed in from an address or network (`source`), and when last.
fn sign_in_sources() -> TableCreateStatement {
    Table::create()
        .table("sign_in_sources")
        .col(string("source"))
        .col(big_integer("user_id"))
        .col(big_integer("at"))
        .primary_key(Index::create().col("source").col("user_id"))
        .foreign_key(&mut references(
            "user_id",
            "users",
            ForeignKeyAction::Cascade,
        ))
        .to_owned()
}
