//! Mass actions on users, which belong to no group: whose rights they have, what they reach, and what each user was
//! before.
//!
//! `mass_actions.group_id` becomes optional, for which SQLite has no statement: the table is rebuilt, after what refers to
//! its rows was set aside, as dropping it would delete that.
use crate::{create_indexes, drop_tables, references};
use sea_orm_migration::{prelude::*, schema::*, sea_orm::DbBackend};

#[derive(DeriveMigrationName)]
pub struct Migration;

/// The columns of before, all of which stay.
const KEPT: &str = "id, group_id, actor_id, address, kind, scope, state, people, done, changes, skipped, reached, undoes, \
     runner, leased_until, created_at, finished_at";

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        if manager.get_database_backend() == DbBackend::Sqlite {
            rebuild(manager, table("mass_actions_next", true)).await?;
        } else {
            let group = "ALTER TABLE mass_actions ALTER COLUMN group_id DROP NOT NULL";
            create_indexes(manager, &[group]).await?;
            for mut column in added() {
                let alter = Table::alter()
                    .table("mass_actions")
                    .add_column(column.take())
                    .to_owned();
                manager.alter_table(alter).await?;
            }
            create_indexes(
                manager,
                &[
                    "ALTER TABLE mass_actions ADD CONSTRAINT mass_actions_rights FOREIGN KEY (rights_id) \
                     REFERENCES users (id) ON DELETE SET NULL",
                    "ALTER TABLE mass_actions ADD CONSTRAINT mass_actions_branch FOREIGN KEY (branch_id) \
                     REFERENCES branches (id) ON DELETE CASCADE",
                ],
            )
            .await?;
        }
        manager.create_table(items()).await?;
        create_indexes(
            manager,
            &[
                "CREATE INDEX mass_actions_users ON mass_actions (id) WHERE of_users",
                // One at a time in each scope; one on a group is refused under the lock of the group.
                "CREATE UNIQUE INDEX mass_actions_users_running ON mass_actions (coalesce(branch_id, 0)) \
                 WHERE state = 'running' AND group_id IS NULL",
                "CREATE INDEX mass_action_items_user ON mass_action_items (user_id)",
            ],
        )
        .await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        drop_tables(manager, &["mass_action_items"]).await?;
        create_indexes(
            manager,
            &[
                "DROP INDEX mass_actions_users_running",
                "DROP INDEX mass_actions_users",
                "DELETE FROM mass_actions WHERE group_id IS NULL",
            ],
        )
        .await?;
        if manager.get_database_backend() == DbBackend::Sqlite {
            return rebuild(manager, table("mass_actions_next", false)).await;
        }
        for column in added() {
            let alter = Table::alter()
                .table("mass_actions")
                .drop_column(column.get_column_name())
                .to_owned();
            manager.alter_table(alter).await?;
        }
        let group = "ALTER TABLE mass_actions ALTER COLUMN group_id SET NOT NULL";
        create_indexes(manager, &[group]).await
    }
}

/// Replaces the table by this one, with its rows, its counter of ids, and what refers to it.
async fn rebuild(manager: &SchemaManager<'_>, next: TableCreateStatement) -> Result<(), DbErr> {
    manager.create_table(next).await?;
    let copy = format!("INSERT INTO mass_actions_next ({KEPT}) SELECT {KEPT} FROM mass_actions");
    create_indexes(
        manager,
        &[
            &copy,
            // Ids are never used again: rows that were deleted have left traces.
            "DELETE FROM sqlite_sequence WHERE name = 'mass_actions_next'",
            "INSERT INTO sqlite_sequence (name, seq) SELECT 'mass_actions_next', seq FROM sqlite_sequence \
             WHERE name = 'mass_actions'",
            "CREATE TABLE kept_skips AS SELECT * FROM mass_action_skips",
            "CREATE TABLE kept_imports AS SELECT id, mass_action_id FROM imports WHERE mass_action_id IS NOT NULL",
            "DROP TABLE mass_actions",
            "ALTER TABLE mass_actions_next RENAME TO mass_actions",
            "INSERT INTO mass_action_skips SELECT * FROM kept_skips",
            "UPDATE imports SET mass_action_id = (SELECT k.mass_action_id FROM kept_imports k WHERE k.id = imports.id) \
             WHERE id IN (SELECT k.id FROM kept_imports k)",
            "DROP TABLE kept_imports",
            "DROP TABLE kept_skips",
            "CREATE INDEX mass_actions_group ON mass_actions (group_id, id)",
            "CREATE INDEX mass_actions_running ON mass_actions (state) WHERE state = 'running'",
        ],
    )
    .await
}

/// `branch_id` limits whom the action reaches. `made_by` says whose permissions count: those of `rights_id`, or the
/// portal's own. `target_branch_id` is where users are moved, without a foreign key: a branch that is deleted must not
/// become the main portal. An action is `of_users` if it was started on the list of users.
fn added() -> [ColumnDef; 7] {
    [
        boolean("of_users").default(false).take(),
        big_integer_null("rights_id").take(),
        string("made_by").default("user").take(),
        string("actor_name").default("").take(),
        big_integer_null("branch_id").take(),
        big_integer_null("target_branch_id").take(),
        text_null("mail_base_url").take(),
    ]
}

fn table(name: &'static str, of_users: bool) -> TableCreateStatement {
    let mut table = Table::create()
        .table(name)
        .col(big_pk_auto("id"))
        .col(if of_users {
            big_integer_null("group_id")
        } else {
            big_integer("group_id")
        })
        .col(big_integer_null("actor_id"))
        .col(string("address"))
        .col(string("kind"))
        .col(text("scope"))
        .col(string("state"))
        .col(big_integer("people"))
        .col(big_integer("done").default(0))
        .col(big_integer("changes").default(0))
        .col(big_integer("skipped").default(0))
        .col(big_integer("reached").default(0))
        .col(big_integer_null("undoes"))
        .col(big_integer("runner").default(0))
        .col(big_integer("leased_until").default(0))
        .col(big_integer("created_at"))
        .col(big_integer_null("finished_at"))
        .foreign_key(&mut references(
            "group_id",
            "groups",
            ForeignKeyAction::Cascade,
        ))
        .foreign_key(&mut references(
            "actor_id",
            "users",
            ForeignKeyAction::SetNull,
        ))
        .to_owned();
    if of_users {
        for column in added() {
            table.col(column);
        }
        let (set_null, cascade) = (ForeignKeyAction::SetNull, ForeignKeyAction::Cascade);
        table.foreign_key(&mut references("rights_id", "users", set_null));
        table.foreign_key(&mut references("branch_id", "branches", cascade));
    }
    table
}

/// A user whom an action has changed, with the branch that they were in.
fn items() -> TableCreateStatement {
    Table::create()
        .table("mass_action_items")
        .col(big_integer("mass_action_id"))
        .col(big_integer("user_id"))
        .col(big_integer_null("branch_id"))
        .primary_key(Index::create().col("mass_action_id").col("user_id"))
        .foreign_key(&mut references(
            "mass_action_id",
            "mass_actions",
            ForeignKeyAction::Cascade,
        ))
        .foreign_key(&mut references(
            "user_id",
            "users",
            ForeignKeyAction::Cascade,
        ))
        .to_owned()
}
