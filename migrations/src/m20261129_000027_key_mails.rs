//! E-mails with a group key: the key, which is filled in when they are sent, and who sent them to which
//! addresses of no user.
use sea_orm_migration::{prelude::*, schema::*};

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        // SQLite adds one column at a time. No foreign keys: a mail outlives its key and its sender, and
        // is deleted after a month.
        for column in [big_integer_null("key_id"), big_integer_null("stranger_of")] {
            let mails = Table::alter().table("mails").add_column(column).to_owned();
            manager.alter_table(mails).await?;
        }
        let index = Index::create()
            .name("mails_stranger_of")
            .table("mails")
            .col("stranger_of")
            .col("created_at")
            .to_owned();
        manager.create_index(index).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let index = Index::drop()
            .name("mails_stranger_of")
            .table("mails")
            .to_owned();
        manager.drop_index(index).await?;
        for column in ["stranger_of", "key_id"] {
            let mails = Table::alter().table("mails").drop_column(column).to_owned();
            manager.alter_table(mails).await?;
        }
        Ok(())
    }
}
