//! Forms that add something are known by their tokens, orders among them. Used coupons can be archived. A new address
//! can become the login, too.
use crate::{create_indexes, drop_tables};
use sea_orm_migration::{prelude::*, schema::*};

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.create_table(sent_forms()).await?;
        create_indexes(
            manager,
            &[
                "CREATE INDEX sent_forms_sent ON sent_forms (sent_at)",
                "DROP INDEX orders_token",
                "CREATE INDEX orders_buyer ON orders (buyer_id, id)",
            ],
        )
        .await?;
        let orders = Table::alter()
            .table("orders")
            .drop_column("token")
            .to_owned();
        manager.alter_table(orders).await?;
        let coupons = Table::alter()
            .table("coupons")
            .add_column(big_integer_null("archived_at"))
            .to_owned();
        manager.alter_table(coupons).await?;
        let links = Table::alter()
            .table("one_time_links")
            .add_column(boolean("changes_login").default(false))
            .to_owned();
        manager.alter_table(links).await?;
        create_indexes(
            manager,
            &[
                "DROP INDEX coupons_code",
                // The code of an archived coupon can be given again.
                "CREATE UNIQUE INDEX coupons_code ON coupons (code_folded) WHERE archived_at IS NULL",
            ],
        )
        .await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        create_indexes(
            manager,
            &[
                "DROP INDEX coupons_code",
                // Codes were unique: what is archived is told apart by its id.
                "UPDATE coupons SET code = code || '-' || id, code_folded = code_folded || '-' || id, paused = TRUE WHERE archived_at IS NOT NULL",
                "CREATE UNIQUE INDEX coupons_code ON coupons (code_folded)",
            ],
        )
        .await?;
        let coupons = Table::alter()
            .table("coupons")
            .drop_column("archived_at")
            .to_owned();
        manager.alter_table(coupons).await?;
        let links = Table::alter()
            .table("one_time_links")
            .drop_column("changes_login")
            .to_owned();
        manager.alter_table(links).await?;
        let orders = Table::alter()
            .table("orders")
            .add_column(string("token").default(""))
            .to_owned();
        manager.alter_table(orders).await?;
        create_indexes(
            manager,
            &[
                "UPDATE orders SET token = CAST(id AS TEXT)",
                "DROP INDEX orders_buyer",
                "CREATE UNIQUE INDEX orders_token ON orders (buyer_id, token)",
            ],
        )
        .await?;
        drop_tables(manager, &["sent_forms"]).await
    }
}

/// `mark` is an HMAC of the form's token, its function, its fields and who sent it; `made` is the id of what it
/// added, once it has.
fn sent_forms() -> TableCreateStatement {
    Table::create()
        .table("sent_forms")
        .col(string("mark").primary_key())
        .col(big_integer_null("made"))
        .col(big_integer("sent_at"))
        .to_owned()
}
