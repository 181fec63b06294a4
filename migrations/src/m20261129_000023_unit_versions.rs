//! The texts that a unit had, and who saved them.
use crate::{create_indexes, drop_tables, references};
use sea_orm_migration::{prelude::*, schema::*};

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.create_table(unit_versions()).await?;
        create_indexes(
            manager,
            &[
                "CREATE INDEX unit_versions_unit ON unit_versions (unit_id, id)",
                "CREATE INDEX unit_versions_age ON unit_versions (saved_at)",
                "CREATE INDEX unit_versions_user ON unit_versions (saved_by) WHERE saved_by IS NOT NULL",
            ],
        )
        .await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        drop_tables(manager, &["unit_versions"]).await
    }
}

/// Without `saved_at`: from before versions were kept.
fn unit_versions() -> TableCreateStatement {
    Table::create()
        .table("unit_versions")
        .col(big_pk_auto("id"))
        .col(big_integer("unit_id"))
        .col(string("name"))
        .col(string("kind"))
        .col(text("content"))
        .col(big_integer_null("saved_by"))
        .col(big_integer_null("saved_at"))
        .foreign_key(&mut references(
            "unit_id",
            "units",
            ForeignKeyAction::Cascade,
        ))
        .foreign_key(&mut references(
            "saved_by",
            "users",
            ForeignKeyAction::SetNull,
        ))
        .to_owned()
}
