//! What a branch has of its own: the hue of its accent colour, and the name under which its users see the portal.
use sea_orm_migration::{prelude::*, schema::*};

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for column in [big_integer_null("hue"), string_null("portal_name")] {
            let altered = Table::alter()
                .table("branches")
                .add_column(column)
                .to_owned();
            manager.alter_table(altered).await?;
        }
        Ok(())
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for column in ["portal_name", "hue"] {
            let altered = Table::alter()
                .table("branches")
                .drop_column(column)
                .to_owned();
            manager.alter_table(altered).await?;
        }
        Ok(())
    }
}
