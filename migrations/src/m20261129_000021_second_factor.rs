//! The second factor of accounts, the types that demand one, and when a session was proven.
use crate::{drop_tables, references};
use sea_orm_migration::{prelude::*, schema::*};

#[derive(DeriveMigrationName)]
pub struct Migration;

fn columns() -> [(&'static str, &'static str, ColumnDef); 2] {
    [
        (
            "user_types",
            "demands_second_factor",
            boolean("demands_second_factor").default(false).take(),
        ),
        (
            "sessions",
            "proven_at",
            big_integer("proven_at").default(0).take(),
        ),
    ]
}

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.create_table(second_factors()).await?;
        manager.create_table(recovery_codes()).await?;
        for (table, _, mut column) in columns() {
            let change = Table::alter()
                .table(table)
                .add_column(&mut column)
                .to_owned();
            manager.alter_table(change).await?;
        }
        Ok(())
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for (table, name, _) in columns() {
            let change = Table::alter().table(table).drop_column(name).to_owned();
            manager.alter_table(change).await?;
        }
        drop_tables(manager, &["recovery_codes", "second_factors"]).await
    }
}

/// `secret` and `shown_codes` are sealed with the portal's secret. Without `confirmed_at` it is being
/// set up. `last_step` is the newest step of time whose code was used.
fn second_factors() -> TableCreateStatement {
    Table::create()
        .table("second_factors")
        .col(big_integer("user_id").primary_key())
        .col(string("secret"))
        .col(big_integer("last_step"))
        .col(big_integer_null("confirmed_at"))
        .col(string_null("shown_codes"))
        .foreign_key(&mut references(
            "user_id",
            "users",
            ForeignKeyAction::Cascade,
        ))
        .to_owned()
}

/// The recovery codes that were not used yet, as hashes.
fn recovery_codes() -> TableCreateStatement {
    Table::create()
        .table("recovery_codes")
        .col(big_integer("user_id"))
        .col(string("hash"))
        .primary_key(Index::create().col("user_id").col("hash"))
        .foreign_key(&mut references(
            "user_id",
            "users",
            ForeignKeyAction::Cascade,
        ))
        .to_owned()
}
