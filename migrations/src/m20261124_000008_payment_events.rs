//! Events received from a payment provider, each once.
use crate::{create_indexes, drop_tables, references};
use sea_orm_migration::{prelude::*, schema::*};

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.create_table(payment_events()).await?;
        create_indexes(
            manager,
            &["CREATE INDEX payment_events_order ON payment_events (order_id)"],
        )
        .await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        drop_tables(manager, &["payment_events"]).await
    }
}

/// `id` is the provider's; `outcome` says how the event was handled.
fn payment_events() -> TableCreateStatement {
    Table::create()
        .table("payment_events")
        .col(string("id").primary_key())
        .col(string("kind"))
        .col(big_integer_null("order_id"))
        .col(string("outcome"))
        .col(big_integer("received_at"))
        .foreign_key(&mut references(
            "order_id",
            "orders",
            ForeignKeyAction::Cascade,
        ))
        .to_owned()
}
