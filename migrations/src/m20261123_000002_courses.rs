//! Categories, courses, units, and the progress that outlives every enrolment.
use crate::{create_indexes, drop_tables, references};
use sea_orm_migration::{prelude::*, schema::*};

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for table in [
            categories(),
            courses(),
            units(),
            progress(),
            unit_completions(),
        ] {
            manager.create_table(table).await?;
        }
        create_indexes(
            manager,
            &[
                "CREATE UNIQUE INDEX categories_name ON categories (coalesce(parent_id, 0), name_folded)",
                "CREATE INDEX courses_page ON courses (name_folded, id, search)",
                "CREATE INDEX courses_category ON courses (category_id)",
                "CREATE INDEX units_course ON units (course_id, position)",
                "CREATE INDEX progress_course ON progress (course_id)",
                "CREATE INDEX unit_completions_unit ON unit_completions (unit_id)",
            ],
        )
        .await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        drop_tables(
            manager,
            &[
                "unit_completions",
                "progress",
                "units",
                "courses",
                "categories",
            ],
        )
        .await
    }
}

fn categories() -> TableCreateStatement {
    Table::create()
        .table("categories")
        .col(big_pk_auto("id"))
        .col(big_integer_null("parent_id"))
        .col(string("name"))
        .col(string("name_folded"))
        .foreign_key(&mut references(
            "parent_id",
            "categories",
            ForeignKeyAction::Restrict,
        ))
        .to_owned()
}

fn courses() -> TableCreateStatement {
    Table::create()
        .table("courses")
        .col(big_pk_auto("id"))
        .col(string("name"))
        .col(string("name_folded"))
        .col(string("search"))
        .col(text("description"))
        .col(big_integer_null("category_id"))
        .col(big_integer("price_minor"))
        .col(boolean("active"))
        .col(big_integer("unit_count").default(0))
        .col(big_integer("created_at"))
        .col(big_integer("version").default(1))
        .foreign_key(&mut references(
            "category_id",
            "categories",
            ForeignKeyAction::SetNull,
        ))
        .to_owned()
}

fn units() -> TableCreateStatement {
    Table::create()
        .table("units")
        .col(big_pk_auto("id"))
        .col(big_integer("course_id"))
        .col(big_integer("position"))
        .col(string("name"))
        .col(string("kind"))
        .col(text("content"))
        .foreign_key(&mut references(
            "course_id",
            "courses",
            ForeignKeyAction::Cascade,
        ))
        .to_owned()
}

fn progress() -> TableCreateStatement {
    Table::create()
        .table("progress")
        .col(big_integer("user_id"))
        .col(big_integer("course_id"))
        .col(big_integer("started_at"))
        .col(big_integer("updated_at"))
        .col(big_integer_null("completed_at"))
        .primary_key(Index::create().col("user_id").col("course_id"))
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
        .to_owned()
}

fn unit_completions() -> TableCreateStatement {
    Table::create()
        .table("unit_completions")
        .col(big_integer("user_id"))
        .col(big_integer("unit_id"))
        .col(big_integer("completed_at"))
        .primary_key(Index::create().col("user_id").col("unit_id"))
        .foreign_key(&mut references(
            "user_id",
            "users",
            ForeignKeyAction::Cascade,
        ))
        .foreign_key(&mut references(
            "unit_id",
            "units",
            ForeignKeyAction::Cascade,
        ))
        .to_owned()
}
