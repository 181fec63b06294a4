//! Passkeys, the ceremonies that browsers have begun with them, and new recovery codes apart from the app.
use crate::{create_indexes, drop_tables, references};
use sea_orm_migration::{prelude::*, schema::*};

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.create_table(passkeys()).await?;
        manager.create_table(passkey_ceremonies()).await?;
        manager.create_table(shown_codes()).await?;
        create_indexes(
            manager,
            &[
                "CREATE UNIQUE INDEX passkeys_credential_id ON passkeys (credential_id)",
                "CREATE INDEX passkeys_user_id ON passkeys (user_id)",
                "CREATE INDEX passkey_ceremonies_user_id ON passkey_ceremonies (user_id)",
                "INSERT INTO shown_codes (user_id, codes, made_at) SELECT user_id, shown_codes, confirmed_at \
                 FROM second_factors WHERE shown_codes IS NOT NULL AND confirmed_at IS NOT NULL",
            ],
        )
        .await?;
        let factors = Table::alter()
            .table("second_factors")
            .drop_column("shown_codes")
            .to_owned();
        manager.alter_table(factors).await
    }

    /// Recovery codes that were not saved yet are no longer shown.
    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let factors = Table::alter()
            .table("second_factors")
            .add_column(string_null("shown_codes"))
            .to_owned();
        manager.alter_table(factors).await?;
        drop_tables(manager, &["shown_codes", "passkey_ceremonies", "passkeys"]).await
    }
}

/// `credential` has the public key, as JSON; `credential_id` finds it. `counter` is the newest that it signed with.
fn passkeys() -> TableCreateStatement {
    Table::create()
        .table("passkeys")
        .col(big_pk_auto("id"))
        .col(big_integer("user_id"))
        .col(string("name"))
        .col(string("credential_id"))
        .col(text("credential"))
        .col(big_integer("counter"))
        .col(big_integer("added_at"))
        .col(big_integer_null("last_used_at"))
        .foreign_key(&mut references(
            "user_id",
            "users",
            ForeignKeyAction::Cascade,
        ))
        .to_owned()
}

/// `binding` is the hash of the session or ticket that a challenge was made for, and of its use. `state` has
/// the challenge, as JSON.
fn passkey_ceremonies() -> TableCreateStatement {
    Table::create()
        .table("passkey_ceremonies")
        .col(string("binding").primary_key())
        .col(big_integer("user_id"))
        .col(text("state"))
        .col(big_integer("expires_at"))
        .foreign_key(&mut references(
            "user_id",
            "users",
            ForeignKeyAction::Cascade,
        ))
        .to_owned()
}

/// The new recovery codes, sealed, until their owner has saved them.
fn shown_codes() -> TableCreateStatement {
    Table::create()
        .table("shown_codes")
        .col(big_integer("user_id").primary_key())
        .col(string("codes"))
        .col(big_integer("made_at"))
        .foreign_key(&mut references(
            "user_id",
            "users",
            ForeignKeyAction::Cascade,
        ))
        .to_owned()
}
