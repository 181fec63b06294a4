//! Links that prove a new e-mail address, which counts when its link is opened.
use sea_orm_migration::{prelude::*, schema::*};

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let email = Table::alter()
            .table("one_time_links")
            .add_column(string_null("email"))
            .to_owned();
        manager.alter_table(email).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        // An older version does not know these links.
        let connection = manager.get_connection();
        connection
            .execute_unprepared("DELETE FROM one_time_links WHERE kind = 'email'")
            .await?;
        let email = Table::alter()
            .table("one_time_links")
            .drop_column("email")
            .to_owned();
        manager.alter_table(email).await
    }
}
