//! Payments apart from orders; when an unpaid order lapses; the uses of a coupon for each buyer.
use crate::{create_indexes, drop_tables, references};
use sea_orm_migration::{prelude::*, schema::*};
use std::time::{SystemTime, UNIX_EPOCH};

/// How long orders that wait today have left: the default of the setting.
const DAYS: u128 = 14;

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.create_table(payments()).await?;
        for mut column in [
            big_integer("checkout_attempt").default(0).to_owned(),
            big_integer_null("lapses_at"),
        ] {
            let orders = Table::alter()
                .table("orders")
                .add_column(&mut column)
                .to_owned();
            manager.alter_table(orders).await?;
        }
        let coupons = Table::alter()
            .table("coupons")
            .add_column(big_integer_null("per_buyer"))
            .to_owned();
        manager.alter_table(coupons).await?;
        let now = SystemTime::now().duration_since(UNIX_EPOCH);
        let lapses = now.unwrap_or_default().as_millis() + DAYS * 24 * 3600 * 1000;
        create_indexes(
            manager,
            &[
                "CREATE UNIQUE INDEX payments_reference ON payments (provider, reference) WHERE reference IS NOT NULL",
                "CREATE INDEX payments_order ON payments (order_id)",
                "CREATE INDEX payments_to_return ON payments (order_id) WHERE NOT settles AND returned_minor < amount_minor",
                "CREATE INDEX orders_lapse ON orders (lapses_at, id) WHERE state = 'waiting'",
                "CREATE INDEX orders_coupon ON orders (coupon_id, buyer_id) WHERE coupon_id IS NOT NULL",
                "CREATE INDEX orders_bought ON orders (buyer_id, group_id) WHERE state = 'paid'",
                &format!("UPDATE orders SET lapses_at = {lapses} WHERE state = 'waiting'"),
                // What is known of the payments so far. Those of refunded orders count as returned.
                "INSERT INTO payments (order_id, provider, amount_minor, currency, received_at, returned_minor, returned_at, settles) \
                 SELECT id, provider, total_minor, currency, COALESCE(paid_at, refunded_at, created_at), \
                 CASE WHEN state = 'refunded' THEN total_minor ELSE 0 END, refunded_at, TRUE FROM orders \
                 WHERE state IN ('paid', 'refunded') AND total_minor > 0",
            ],
        )
        .await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        create_indexes(
            manager,
            &[
                "DROP INDEX orders_bought",
                "DROP INDEX orders_coupon",
                "DROP INDEX orders_lapse",
            ],
        )
        .await?;
        drop_tables(manager, &["payments"]).await?;
        for (table, column) in [
            ("coupons", "per_buyer"),
            ("orders", "lapses_at"),
            ("orders", "checkout_attempt"),
        ] {
            let table = Table::alter().table(table).drop_column(column).to_owned();
            manager.alter_table(table).await?;
        }
        Ok(())
    }
}

/// `reference` is the provider's name of the payment; `settles` says that it pays its order. Money that
/// settles nothing and was not returned is to be returned.
fn payments() -> TableCreateStatement {
    Table::create()
        .table("payments")
        .col(big_pk_auto("id"))
        .col(big_integer("order_id"))
        .col(string("provider"))
        .col(string_null("reference"))
        .col(big_integer("amount_minor"))
        .col(string("currency"))
        .col(big_integer_null("received_at"))
        .col(big_integer("returned_minor").default(0))
        .col(big_integer_null("returned_at"))
        .col(boolean("settles"))
        .foreign_key(&mut references(
            "order_id",
            "orders",
            ForeignKeyAction::Cascade,
        ))
        .to_owned()
}
