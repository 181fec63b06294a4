//! Enrolments (a row is a reason), mass actions, and the archive that makes undo exact.
use crate::{create_indexes, drop_tables, references};
use sea_orm_migration::{prelude::*, schema::*};

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for table in [
            mass_actions(),
            mass_action_skips(),
            enrolments(),
            enrolment_archive(),
            member_archive(),
        ] {
            manager.create_table(table).await?;
        }
        create_indexes(
            manager,
            &[
                "CREATE INDEX mass_actions_group ON mass_actions (group_id, id)",
                "CREATE INDEX mass_actions_running ON mass_actions (state) WHERE state = 'running'",
                // One row per reason. Groups first: assigning and unassigning walk this index.
                "CREATE UNIQUE INDEX enrolments_of_group ON enrolments (group_id, user_id, course_id, source) WHERE group_id IS NOT NULL",
                "CREATE UNIQUE INDEX enrolments_of_none ON enrolments (user_id, course_id, source) WHERE group_id IS NULL",
                "CREATE INDEX enrolments_user ON enrolments (user_id, course_id)",
                "CREATE INDEX enrolments_course ON enrolments (course_id)",
                // Undo walks an action's rows by user.
                "CREATE INDEX enrolments_action ON enrolments (mass_action_id, user_id) WHERE mass_action_id IS NOT NULL",
                "CREATE INDEX enrolment_archive_action ON enrolment_archive (removed_by, user_id) WHERE removed_by IS NOT NULL",
                "CREATE INDEX enrolment_archive_group ON enrolment_archive (group_id)",
                "CREATE INDEX member_archive_group ON member_archive (group_id)",
                "CREATE INDEX member_archive_action ON member_archive (removed_by, user_id) WHERE removed_by IS NOT NULL",
            ],
        )
        .await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        drop_tables(
            manager,
            &[
                "member_archive",
                "enrolment_archive",
                "enrolments",
                "mass_action_skips",
                "mass_actions",
            ],
        )
        .await
    }
}

/// `reached` is the id of the last user whose step was committed, from where a stopped action
/// resumes. `runner` is the process that holds the lease.
fn mass_actions() -> TableCreateStatement {
    Table::create()
        .table("mass_actions")
        .col(big_pk_auto("id"))
        .col(big_integer("group_id"))
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
        .to_owned()
}

fn mass_action_skips() -> TableCreateStatement {
    Table::create()
        .table("mass_action_skips")
        .col(big_integer("mass_action_id"))
        .col(big_integer("user_id"))
        .col(string("reason"))
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

fn enrolments() -> TableCreateStatement {
    Table::create()
        .table("enrolments")
        .col(big_pk_auto("id"))
        .col(big_integer("user_id"))
        .col(big_integer("course_id"))
        .col(string("source"))
        .col(big_integer_null("group_id"))
        .col(big_integer_null("mass_action_id"))
        .col(big_integer("created_at"))
        .foreign_key(&mut references(
            "user_id",
            "users",
            ForeignKeyAction::Cascade,
        ))
        .foreign_key(&mut references(
            "course_id",
            "courses",
            ForeignKeyAction::Cascade,
        ))
        .foreign_key(&mut references(
            "group_id",
            "groups",
            ForeignKeyAction::Cascade,
        ))
        .to_owned()
}

/// Enrolments that were removed, as they were, and by what. No foreign keys: the archive outlives
/// what it refers to, and restoring joins it with what still exists. `trashed` rows moved to the
/// trash with their group, and return with it.
fn enrolment_archive() -> TableCreateStatement {
    Table::create()
        .table("enrolment_archive")
        .col(big_pk_auto("id"))
        .col(big_integer("user_id"))
        .col(big_integer("course_id"))
        .col(string("source"))
        .col(big_integer_null("group_id"))
        .col(big_integer_null("mass_action_id"))
        .col(big_integer("created_at"))
        .col(big_integer("removed_at"))
        .col(big_integer_null("removed_by"))
        .col(boolean("trashed").default(false))
        .to_owned()
}

fn member_archive() -> TableCreateStatement {
    Table::create()
        .table("member_archive")
        .col(big_pk_auto("id"))
        .col(big_integer("group_id"))
        .col(big_integer("user_id"))
        .col(string("via"))
        .col(big_integer("added_at"))
        .col(big_integer_null("mass_action_id"))
        .col(big_integer("removed_at"))
        .col(big_integer_null("removed_by"))
        .to_owned()
}
