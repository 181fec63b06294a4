//! Sign-ups whose address is not proven yet: the account is made behind the mailed link.
use crate::{drop_tables, references};
use sea_orm_migration::{prelude::*, schema::*};

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.create_table(sign_ups()).await?;
        let index = Index::create()
            .name("sign_ups_email")
            .table("sign_ups")
            .col("email_folded")
            .unique()
            .to_owned();
        manager.create_index(index).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        drop_tables(manager, &["sign_ups"]).await
    }
}

/// `hash` is that of the link's token. `key_id` is the key that was typed, `link_key_id` that of the join
/// link that led to the sign-up, and `next` the page to open afterwards.
fn sign_ups() -> TableCreateStatement {
    let null = ForeignKeyAction::SetNull;
    Table::create()
        .table("sign_ups")
        .col(string("hash").primary_key())
        .col(string("email"))
        .col(string("email_folded"))
        .col(big_integer_null("key_id"))
        .col(big_integer_null("link_key_id"))
        .col(string("next"))
        .col(string_null("source"))
        .col(big_integer("expires_at"))
        .foreign_key(&mut references("key_id", "group_keys", null))
        .foreign_key(&mut references("link_key_id", "group_keys", null))
        .to_owned()
}
