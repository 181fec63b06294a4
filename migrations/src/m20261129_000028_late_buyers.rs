//! Orders that were paid while their group was in the trash: restoring it makes the buyer a member. Comparing
//! the times of payment and deletion could not tell which came first within a millisecond.
use sea_orm_migration::{prelude::*, schema::*};

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let orders = Table::alter()
            .table("orders")
            .add_column(boolean("joins_on_restore").default(false))
            .to_owned();
        manager.alter_table(orders).await?;
        let connection = manager.get_connection();
        connection
            .execute_unprepared(
                "UPDATE orders SET joins_on_restore = TRUE WHERE state = 'paid' AND EXISTS \
                 (SELECT 1 FROM groups g WHERE g.id = orders.group_id AND orders.paid_at >= g.deleted_at)",
            )
            .await?;
        Ok(())
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let orders = Table::alter()
            .table("orders")
            .drop_column("joins_on_restore")
            .to_owned();
        manager.alter_table(orders).await
    }
}
