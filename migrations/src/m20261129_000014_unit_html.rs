//! The HTML of a unit's text, rendered when it is saved, and the version of the renderer; 0: not rendered yet.
use sea_orm_migration::{prelude::*, schema::*};

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        // SQLite adds one column at a time.
        for column in [
            text_null("html"),
            big_integer("html_version").default(0).take(),
        ] {
            let units = Table::alter().table("units").add_column(column).to_owned();
            manager.alter_table(units).await?;
        }
        Ok(())
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for column in ["html_version", "html"] {
            let units = Table::alter().table("units").drop_column(column).to_owned();
            manager.alter_table(units).await?;
        }
        Ok(())
    }
}
