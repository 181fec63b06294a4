//! Users who signed up and are not active yet, one-time links, and outgoing e-mails.
use crate::{create_indexes, drop_tables, references};
use sea_orm_migration::{prelude::*, schema::*};

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let state = Table::alter()
            .table("users")
            .add_column(string("state").default("settled"))
            .to_owned();
        manager.alter_table(state).await?;
        for table in [one_time_links(), mails()] {
            manager.create_table(table).await?;
        }
        create_indexes(
            manager,
            &[
                "CREATE INDEX users_waiting ON users (sort_name, id, search) WHERE state <> 'settled'",
                "CREATE INDEX one_time_links_user ON one_time_links (user_id)",
                "CREATE INDEX one_time_links_expiry ON one_time_links (expires_at)",
                "CREATE INDEX mails_due ON mails (next_at, id) WHERE state = 'waiting'",
                "CREATE INDEX mails_made ON mails (created_at)",
            ],
        )
        .await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        drop_tables(manager, &["mails", "one_time_links"]).await?;
        create_indexes(manager, &["DROP INDEX users_waiting"]).await?;
        let state = Table::alter()
            .table("users")
            .drop_column("state")
            .to_owned();
        manager.alter_table(state).await
    }
}

/// `hash` is the SHA-256 of the token in the link. One without a user opens nothing: it exists so
/// that a request for an unknown account takes the same work.
fn one_time_links() -> TableCreateStatement {
    Table::create()
        .table("one_time_links")
        .col(string("hash").primary_key())
        .col(string("kind"))
        .col(big_integer_null("user_id"))
        .col(big_integer("expires_at"))
        .foreign_key(&mut references(
            "user_id",
            "users",
            ForeignKeyAction::Cascade,
        ))
        .to_owned()
}

/// `next_at` is when the next attempt is due; the process that sends a mail moves it on first.
/// The text of a `secret` mail holds a one-time link: it is shown to no one, and deleted when the
/// mail is sent.
fn mails() -> TableCreateStatement {
    Table::create()
        .table("mails")
        .col(big_pk_auto("id"))
        .col(string("recipient"))
        .col(string("subject"))
        .col(text("text"))
        .col(boolean("secret"))
        .col(string("state"))
        .col(big_integer("tries").default(0))
        .col(big_integer("next_at"))
        .col(big_integer("created_at"))
        .col(big_integer_null("sent_at"))
        .to_owned()
}
