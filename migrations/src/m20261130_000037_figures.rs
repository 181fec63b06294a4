//! The figures of the home page are kept by triggers, and what needs attention has indexes. Each user can close the
//! first steps.
use crate::{create_indexes, drop_tables, tallies};
use sea_orm_migration::{prelude::*, schema::*, sea_orm::DbBackend};

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.create_table(tallies()).await?;
        let figure = if is_sqlite(manager) {
            "CREATE UNIQUE INDEX tallies_figure ON tallies (kind, day, branch_id)"
        } else {
            "CREATE INDEX tallies_figure ON tallies (kind, day, branch_id, number)"
        };
        create_indexes(
            manager,
            &[
                figure,
                "CREATE INDEX groups_drift ON groups (branch_id, drift) WHERE drift > 0 AND deleted_at IS NULL",
                "CREATE INDEX group_keys_used_up ON group_keys (group_id) WHERE used >= maximum AND retired_at IS NULL",
                "CREATE INDEX group_keys_expiry ON group_keys (expires_at, group_id) \
                 WHERE expires_at IS NOT NULL AND retired_at IS NULL",
            ],
        )
        .await?;
        let users = Table::alter()
            .table("users")
            .add_column(boolean("first_steps_closed").default(false))
            .to_owned();
        manager.alter_table(users).await?;
        run(manager, tallies::recount()).await?;
        run(manager, tallies::create(is_sqlite(manager))).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        run(manager, tallies::drop(is_sqlite(manager))).await?;
        let users = Table::alter()
            .table("users")
            .drop_column("first_steps_closed")
            .to_owned();
        manager.alter_table(users).await?;
        create_indexes(
            manager,
            &[
                "DROP INDEX group_keys_expiry",
                "DROP INDEX group_keys_used_up",
                "DROP INDEX groups_drift",
            ],
        )
        .await?;
        drop_tables(manager, &["tallies"]).await
    }
}

fn is_sqlite(manager: &SchemaManager<'_>) -> bool {
    manager.get_database_backend() == DbBackend::Sqlite
}

async fn run(
    manager: &SchemaManager<'_>,
    statements: impl IntoIterator<Item = String>,
) -> Result<(), DbErr> {
    for statement in statements {
        manager
            .get_connection()
            .execute_unprepared(&statement)
            .await?;
    }
    Ok(())
}

/// `branch_id` is 0 for the main portal, and `day` for what is not counted by day; otherwise it counts days from 1970
/// in UTC. The rows of one figure are summed.
fn tallies() -> TableCreateStatement {
    Table::create()
        .table("tallies")
        .col(big_pk_auto("id"))
        .col(string("kind"))
        .col(big_integer("branch_id"))
        .col(big_integer("day"))
        .col(big_integer("number"))
        .to_owned()
}
