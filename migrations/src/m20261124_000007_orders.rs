//! Coupons, orders, and indexes for the catalog's lists.
use crate::{create_indexes, drop_tables, references};
use sea_orm_migration::{prelude::*, schema::*};

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for table in [coupons(), coupon_groups(), orders(), order_lines()] {
            manager.create_table(table).await?;
        }
        create_indexes(
            manager,
            &[
                "CREATE UNIQUE INDEX coupons_code ON coupons (code_folded)",
                "CREATE INDEX coupon_groups_group ON coupon_groups (group_id)",
                // A form that is sent twice is one order.
                "CREATE UNIQUE INDEX orders_token ON orders (buyer_id, token)",
                "CREATE INDEX orders_state ON orders (state, id)",
                "CREATE UNIQUE INDEX orders_reference ON orders (reference) WHERE reference IS NOT NULL",
                "CREATE INDEX order_lines_course ON order_lines (course_id)",
                "CREATE INDEX groups_bundles ON groups (name_folded, id, search) WHERE price_minor > 0 AND deleted_at IS NULL",
                "CREATE INDEX groups_price ON groups (price_minor, id) WHERE price_minor > 0 AND deleted_at IS NULL",
                "CREATE INDEX courses_price ON courses (price_minor, id)",
            ],
        )
        .await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        create_indexes(
            manager,
            &[
                "DROP INDEX courses_price",
                "DROP INDEX groups_price",
                "DROP INDEX groups_bundles",
                // What was bought stays as a direct enrolment.
                "DELETE FROM enrolments WHERE source = 'bundle' AND EXISTS (SELECT 1 FROM enrolments d WHERE d.user_id = enrolments.user_id AND d.course_id = enrolments.course_id AND d.source = 'direct' AND d.group_id IS NULL)",
                "UPDATE enrolments SET source = 'direct' WHERE source = 'bundle'",
            ],
        )
        .await?;
        drop_tables(
            manager,
            &["order_lines", "orders", "coupon_groups", "coupons"],
        )
        .await
    }
}

/// `value` is percents or minor units, as `kind` says. `used` counts the orders that hold a use.
fn coupons() -> TableCreateStatement {
    Table::create()
        .table("coupons")
        .col(big_pk_auto("id"))
        .col(string("code"))
        .col(string("code_folded"))
        .col(string("kind"))
        .col(big_integer("value"))
        .col(boolean("all_bundles"))
        .col(boolean("paused"))
        .col(big_integer_null("maximum"))
        .col(big_integer("used").default(0))
        .col(big_integer_null("starts_at"))
        .col(big_integer_null("expires_at"))
        .col(big_integer("created_at"))
        .col(big_integer("version").default(1))
        .to_owned()
}

fn coupon_groups() -> TableCreateStatement {
    Table::create()
        .table("coupon_groups")
        .col(big_integer("coupon_id"))
        .col(big_integer("group_id"))
        .primary_key(Index::create().col("coupon_id").col("group_id"))
        .foreign_key(&mut references(
            "coupon_id",
            "coupons",
            ForeignKeyAction::Cascade,
        ))
        .foreign_key(&mut references(
            "group_id",
            "groups",
            ForeignKeyAction::Cascade,
        ))
        .to_owned()
}

/// An order outlives its buyer and what was bought: it stores names, prices and the coupon's code
/// as they were. `reference` is the payment provider's.
fn orders() -> TableCreateStatement {
    Table::create()
        .table("orders")
        .col(big_pk_auto("id"))
        .col(big_integer_null("buyer_id"))
        .col(string("buyer_name"))
        .col(string("buyer_email"))
        .col(string("search"))
        .col(string("token"))
        .col(string("kind"))
        .col(big_integer_null("group_id"))
        .col(big_integer_null("course_id"))
        .col(string("title"))
        .col(big_integer("price_minor"))
        .col(big_integer("discount_minor"))
        .col(big_integer("total_minor"))
        .col(string("currency"))
        .col(big_integer_null("coupon_id"))
        .col(string_null("coupon_code"))
        .col(string("state"))
        .col(string("provider"))
        .col(string_null("reference"))
        .col(big_integer("created_at"))
        .col(big_integer_null("paid_at"))
        .col(big_integer_null("cancelled_at"))
        .col(big_integer_null("refunded_at"))
        .col(big_integer("version").default(1))
        .foreign_key(&mut references(
            "buyer_id",
            "users",
            ForeignKeyAction::SetNull,
        ))
        .foreign_key(&mut references(
            "group_id",
            "groups",
            ForeignKeyAction::SetNull,
        ))
        .foreign_key(&mut references(
            "course_id",
            "courses",
            ForeignKeyAction::SetNull,
        ))
        .foreign_key(&mut references(
            "coupon_id",
            "coupons",
            ForeignKeyAction::SetNull,
        ))
        .to_owned()
}

/// The courses of an order, by the names they had.
fn order_lines() -> TableCreateStatement {
    Table::create()
        .table("order_lines")
        .col(big_integer("order_id"))
        .col(big_integer("position"))
        .col(big_integer_null("course_id"))
        .col(string("name"))
        .primary_key(Index::create().col("order_id").col("position"))
        .foreign_key(&mut references(
            "order_id",
            "orders",
            ForeignKeyAction::Cascade,
        ))
        .foreign_key(&mut references(
            "course_id",
            "courses",
            ForeignKeyAction::SetNull,
        ))
        .to_owned()
}
