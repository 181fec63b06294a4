//! Branches, user types, users, sessions, and what protects signing in.
use crate::{create_indexes, drop_tables, references};
use sea_orm_migration::{prelude::*, schema::*};

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for table in [
            settings(),
            branches(),
            user_types(),
            user_type_permissions(),
            users(),
            sessions(),
            throttles(),
            flashes(),
        ] {
            manager.create_table(table).await?;
        }
        create_indexes(
            manager,
            &[
                "CREATE UNIQUE INDEX users_login ON users (login_folded)",
                "CREATE UNIQUE INDEX users_email ON users (email_folded)",
                // The order of every list of users; covers the search, so that a search reads no table.
                "CREATE INDEX users_page ON users (sort_name, id, search)",
                "CREATE INDEX users_type ON users (user_type_id)",
                "CREATE INDEX sessions_user ON sessions (user_id)",
                "CREATE INDEX sessions_expiry ON sessions (expires_at)",
            ],
        )
        .await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        drop_tables(
            manager,
            &[
                "flashes",
                "throttles",
                "sessions",
                "users",
                "user_type_permissions",
                "user_types",
                "branches",
                "settings",
            ],
        )
        .await
    }
}

fn settings() -> TableCreateStatement {
    Table::create()
        .table("settings")
        .col(string("name").primary_key())
        .col(text("value"))
        .to_owned()
}

fn branches() -> TableCreateStatement {
    Table::create()
        .table("branches")
        .col(big_pk_auto("id"))
        .col(string("name"))
        .col(string("name_folded").unique_key())
        .col(big_integer("created_at"))
        .to_owned()
}

fn user_types() -> TableCreateStatement {
    Table::create()
        .table("user_types")
        .col(big_pk_auto("id"))
        .col(string("name"))
        .col(string("name_folded").unique_key())
        .col(string_null("built_in").unique_key())
        .to_owned()
}

fn user_type_permissions() -> TableCreateStatement {
    Table::create()
        .table("user_type_permissions")
        .col(big_integer("user_type_id"))
        .col(string("permission"))
        .primary_key(Index::create().col("user_type_id").col("permission"))
        .foreign_key(&mut references(
            "user_type_id",
            "user_types",
            ForeignKeyAction::Cascade,
        ))
        .to_owned()
}

fn users() -> TableCreateStatement {
    Table::create()
        .table("users")
        .col(big_pk_auto("id"))
        .col(string("login"))
        .col(string("login_folded"))
        .col(string("email"))
        .col(string("email_folded"))
        .col(string("first_name"))
        .col(string("last_name"))
        .col(string("sort_name"))
        .col(string("search"))
        .col(string_null("password_hash"))
        .col(big_integer("user_type_id"))
        .col(boolean("active"))
        .col(big_integer("created_at"))
        .col(big_integer("version").default(1))
        .foreign_key(&mut references(
            "user_type_id",
            "user_types",
            ForeignKeyAction::Restrict,
        ))
        .to_owned()
}

fn sessions() -> TableCreateStatement {
    Table::create()
        .table("sessions")
        .col(big_pk_auto("id"))
        .col(string("token_hash").unique_key())
        .col(big_integer("user_id"))
        .col(big_integer("created_at"))
        .col(big_integer("last_seen_at"))
        .col(big_integer("expires_at"))
        .col(string("address"))
        .col(string("user_agent"))
        .foreign_key(&mut references(
            "user_id",
            "users",
            ForeignKeyAction::Cascade,
        ))
        .to_owned()
}

/// Attempts at an endpoint (`scope`) by one account or address (`subject`).
fn throttles() -> TableCreateStatement {
    Table::create()
        .table("throttles")
        .col(string("scope"))
        .col(string("subject"))
        .col(big_integer("tries"))
        .col(big_integer("last_at"))
        .primary_key(Index::create().col("scope").col("subject"))
        .to_owned()
}

/// Messages for a form posted without JavaScript, shown on the page it returns to.
fn flashes() -> TableCreateStatement {
    Table::create()
        .table("flashes")
        .col(string("id_hash").primary_key())
        .col(text("body"))
        .col(big_integer("expires_at"))
        .to_owned()
}
