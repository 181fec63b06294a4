//! What belongs to a branch, and who teaches what.
use crate::{create_indexes, drop_tables, references};
use sea_orm_migration::{prelude::*, schema::*};

#[derive(DeriveMigrationName)]
pub struct Migration;

/// Columns without foreign keys, because SQLite could not drop them again. Deleting a branch or a
/// group clears them in the same transaction.
const COLUMNS: [(&str, &str); 3] = [
    ("branches", "default_group_id"),
    ("users", "branch_id"),
    // The branch in which the course was created, and which can edit it.
    ("courses", "branch_id"),
];

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for (table, column) in COLUMNS {
            let add = Table::alter()
                .table(table)
                .add_column(big_integer_null(column))
                .to_owned();
            manager.alter_table(add).await?;
        }
        for table in [
            link(
                "branch_courses",
                ("branch_id", "branches"),
                ("course_id", "courses"),
            ),
            link(
                "course_instructors",
                ("course_id", "courses"),
                ("user_id", "users"),
            ),
            link(
                "group_instructors",
                ("group_id", "groups"),
                ("user_id", "users"),
            ),
        ] {
            manager.create_table(table).await?;
        }
        create_indexes(
            manager,
            &[
                // The order of a branch's list of users, with the search.
                "CREATE INDEX users_branch ON users (branch_id, sort_name, id, search) \
                 WHERE branch_id IS NOT NULL",
                "CREATE INDEX groups_branch ON groups (branch_id, name_folded, id, search) \
                 WHERE branch_id IS NOT NULL",
                "CREATE INDEX branch_courses_course ON branch_courses (course_id, branch_id)",
                "CREATE INDEX course_instructors_user ON course_instructors (user_id, course_id)",
                "CREATE INDEX group_instructors_user ON group_instructors (user_id, group_id)",
            ],
        )
        .await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        drop_tables(
            manager,
            &["group_instructors", "course_instructors", "branch_courses"],
        )
        .await?;
        create_indexes(
            manager,
            &["DROP INDEX groups_branch", "DROP INDEX users_branch"],
        )
        .await?;
        for (table, column) in COLUMNS.into_iter().rev() {
            let drop = Table::alter().table(table).drop_column(column).to_owned();
            manager.alter_table(drop).await?;
        }
        Ok(())
    }
}

/// Which rows of two tables belong together; deleting either row deletes the link.
fn link(
    name: &'static str,
    (left, left_table): (&'static str, &'static str),
    (right, right_table): (&'static str, &'static str),
) -> TableCreateStatement {
    Table::create()
        .table(name)
        .col(big_integer(left))
        .col(big_integer(right))
        .primary_key(Index::create().col(left).col(right))
        .foreign_key(&mut references(left, left_table, ForeignKeyAction::Cascade))
        .foreign_key(&mut references(
            right,
            right_table,
            ForeignKeyAction::Cascade,
        ))
        .to_owned()
}
