//! Deleted courses: the trash for courses, what waits there with them, and what outlives them.
use crate::{create_indexes, drop_tables, references};
use sea_orm_migration::{prelude::*, schema::*};

#[derive(DeriveMigrationName)]
pub struct Migration;

const OLD_INDEXES: [&str; 2] = [
    "CREATE INDEX courses_page ON courses (sort_name, id, search)",
    "CREATE INDEX courses_name ON courses (name_folded)",
];

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let deleted_at = big_integer_null("deleted_at").take();
        let courses = Table::alter()
            .table("courses")
            .add_column(deleted_at)
            .to_owned();
        manager.alter_table(courses).await?;
        for table in [
            enrolments(),
            group_courses(),
            branch_courses(),
            completions(),
        ] {
            manager.create_table(table).await?;
        }
        create_indexes(
            manager,
            &[
                "DROP INDEX courses_page",
                "DROP INDEX courses_name",
                "CREATE INDEX courses_page ON courses (sort_name, id, search) WHERE deleted_at IS NULL",
                "CREATE INDEX courses_name ON courses (name_folded) WHERE deleted_at IS NULL",
                "CREATE INDEX courses_deleted ON courses (deleted_at) WHERE deleted_at IS NOT NULL",
                // As those of the enrolments: one row per reason, groups first.
                "CREATE UNIQUE INDEX trashed_enrolments_of_group ON trashed_enrolments \
                 (group_id, user_id, course_id, source) WHERE group_id IS NOT NULL",
                "CREATE UNIQUE INDEX trashed_enrolments_of_none ON trashed_enrolments \
                 (user_id, course_id, source) WHERE group_id IS NULL",
                "CREATE INDEX trashed_enrolments_course ON trashed_enrolments (course_id)",
                "CREATE INDEX trashed_enrolments_action ON trashed_enrolments (mass_action_id, user_id) \
                 WHERE mass_action_id IS NOT NULL",
                "CREATE INDEX trashed_group_courses_group ON trashed_group_courses (group_id)",
            ],
        )
        .await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let tables = [
            "remembered_completions",
            "trashed_branch_courses",
            "trashed_group_courses",
            "trashed_enrolments",
        ];
        drop_tables(manager, &tables).await?;
        create_indexes(
            manager,
            &[
                "DROP INDEX courses_deleted",
                "DROP INDEX courses_page",
                "DROP INDEX courses_name",
                // They come back for their authors alone; progress is still there.
                "UPDATE courses SET active = FALSE, listed = FALSE WHERE deleted_at IS NOT NULL",
            ],
        )
        .await?;
        let courses = Table::alter()
            .table("courses")
            .drop_column("deleted_at")
            .to_owned();
        manager.alter_table(courses).await?;
        create_indexes(manager, &OLD_INDEXES).await
    }
}

fn of_course() -> ForeignKeyCreateStatement {
    references("course_id", "courses", ForeignKeyAction::Cascade)
}

/// The enrolments in courses in the trash. What changes enrolments changes these too, so that a restored course
/// has those it would have without the trash. No foreign keys but the course's, as in the archives.
fn enrolments() -> TableCreateStatement {
    Table::create()
        .table("trashed_enrolments")
        .col(big_integer("user_id"))
        .col(big_integer("course_id"))
        .col(string("source"))
        .col(big_integer_null("group_id"))
        .col(big_integer_null("mass_action_id"))
        .col(big_integer_null("given_by"))
        .col(big_integer("created_at"))
        .foreign_key(&mut of_course())
        .to_owned()
}

/// The groups that had the course, with the names they had: one that is gone is named when the course is restored.
fn group_courses() -> TableCreateStatement {
    Table::create()
        .table("trashed_group_courses")
        .col(big_integer("course_id"))
        .col(big_integer("group_id"))
        .col(string("group_name"))
        .col(big_integer("position"))
        .col(big_integer("added_at"))
        .primary_key(Index::create().col("course_id").col("group_id"))
        .foreign_key(&mut of_course())
        .to_owned()
}

/// The branches that had the course, as in `trashed_group_courses`.
fn branch_courses() -> TableCreateStatement {
    Table::create()
        .table("trashed_branch_courses")
        .col(big_integer("course_id"))
        .col(big_integer("branch_id"))
        .col(string("branch_name"))
        .primary_key(Index::create().col("course_id").col("branch_id"))
        .foreign_key(&mut of_course())
        .to_owned()
}

/// Who completed which course that was deleted permanently, and when. `course_id` refers to nothing.
fn completions() -> TableCreateStatement {
    Table::create()
        .table("remembered_completions")
        .col(big_integer("user_id"))
        .col(big_integer("course_id"))
        .col(string("course_name"))
        .col(big_integer("completed_at"))
        .primary_key(Index::create().col("user_id").col("course_id"))
        .foreign_key(&mut references(
            "user_id",
            "users",
            ForeignKeyAction::Cascade,
        ))
        .to_owned()
}
