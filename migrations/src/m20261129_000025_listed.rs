//! The tick by which courses and bundles are in the catalog; what was in it stays there.
use sea_orm_migration::{prelude::*, schema::*};

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for table in ["courses", "groups"] {
            let listed = boolean("listed").default(false).take();
            let altered = Table::alter().table(table).add_column(listed).to_owned();
            manager.alter_table(altered).await?;
        }
        // A price alone was what sold a group; without one the tick has no effect.
        for statement in [
            "UPDATE courses SET listed = TRUE WHERE active",
            "UPDATE groups SET listed = TRUE WHERE price_minor > 0",
        ] {
            let connection = manager.get_connection();
            connection.execute_unprepared(statement).await?;
        }
        Ok(())
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for table in ["groups", "courses"] {
            let altered = Table::alter().table(table).drop_column("listed").to_owned();
            manager.alter_table(altered).await?;
        }
        Ok(())
    }
}
