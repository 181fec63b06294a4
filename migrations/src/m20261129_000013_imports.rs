//! Imports: lists that were uploaded, their parts and rows.
use crate::{create_indexes, drop_tables, references};
use sea_orm_migration::{prelude::*, schema::*};

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for table in [imports(), import_parts(), import_rows()] {
            manager.create_table(table).await?;
        }
        create_indexes(
            manager,
            &[
                "CREATE INDEX imports_actor ON imports (actor_id, id) WHERE actor_id IS NOT NULL",
                "CREATE INDEX imports_group ON imports (group_id) WHERE group_id IS NOT NULL",
                "CREATE INDEX imports_working ON imports (state) WHERE state IN \
                 ('receiving', 'reading', 'checking', 'running', 'undoing')",
                // The page of a result: those of one verdict, in the list's order.
                "CREATE INDEX import_rows_verdict ON import_rows (import_id, verdict, place)",
                // Deleting a user looks for the rows that name them.
                "CREATE INDEX import_rows_user ON import_rows (user_id) WHERE user_id IS NOT NULL",
            ],
        )
        .await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        drop_tables(manager, &["import_rows", "import_parts", "imports"]).await
    }
}

/// `file_name`, `reading` and `list` are sealed. `made_by` says whose permissions count: those of `rights_id`, or the
/// portal's own; it stays when the user is deleted, whose imports then can do nothing. `reached` is the place of the last
/// row whose step was committed, `runner` the process that holds the lease.
fn imports() -> TableCreateStatement {
    Table::create()
        .table("imports")
        .col(big_pk_auto("id"))
        .col(string("kind"))
        .col(big_integer_null("group_id"))
        .col(big_integer_null("actor_id"))
        .col(big_integer_null("rights_id"))
        .col(string("made_by"))
        .col(string("actor_name"))
        .col(string("address"))
        .col(big_integer_null("branch_id"))
        .col(big_integer_null("instructor_id"))
        .col(binary("file_name"))
        .col(string("state"))
        .col(text_null("refusal"))
        .col(binary_null("reading"))
        .col(binary_null("list"))
        .col(text("choices"))
        .col(text_null("mail_base_url"))
        .col(big_integer("row_count").default(0))
        .col(big_integer("added").default(0))
        .col(big_integer("updated").default(0))
        .col(big_integer("unchanged").default(0))
        .col(big_integer("left_out").default(0))
        .col(big_integer("processed").default(0))
        .col(big_integer("reached").default(0))
        .col(big_integer_null("mass_action_id"))
        .col(big_integer("runner").default(0))
        .col(big_integer("leased_until").default(0))
        .col(big_integer("created_at"))
        .col(big_integer_null("finished_at"))
        .col(boolean("cleared").default(false))
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
        .foreign_key(&mut references(
            "rights_id",
            "users",
            ForeignKeyAction::SetNull,
        ))
        .foreign_key(&mut references(
            "branch_id",
            "branches",
            ForeignKeyAction::Cascade,
        ))
        .foreign_key(&mut references(
            "instructor_id",
            "users",
            ForeignKeyAction::Cascade,
        ))
        .foreign_key(&mut references(
            "mass_action_id",
            "mass_actions",
            ForeignKeyAction::SetNull,
        ))
        .to_owned()
}

/// The bytes as they arrived, in pieces, sealed; deleted when the import is applied.
fn import_parts() -> TableCreateStatement {
    Table::create()
        .table("import_parts")
        .col(big_integer("import_id"))
        .col(big_integer("part"))
        .col(binary("body"))
        .primary_key(Index::create().col("import_id").col("part"))
        .foreign_key(&mut references(
            "import_id",
            "imports",
            ForeignKeyAction::Cascade,
        ))
        .to_owned()
}

/// `cells`, `problems` and `traces` (what the row changed, for its undo) are sealed. `target_id` is the group or course of
/// the row, without a foreign key, as it may be either.
fn import_rows() -> TableCreateStatement {
    Table::create()
        .table("import_rows")
        .col(big_integer("import_id"))
        .col(big_integer("place"))
        .col(big_integer("line"))
        .col(binary_null("cells"))
        .col(boolean("open_quote").default(false))
        .col(boolean("is_word").default(false))
        .col(string_null("verdict"))
        .col(text_null("problems"))
        .col(big_integer_null("user_id"))
        .col(big_integer_null("target_id"))
        .col(text_null("traces"))
        .primary_key(Index::create().col("import_id").col("place"))
        .foreign_key(&mut references(
            "import_id",
            "imports",
            ForeignKeyAction::Cascade,
        ))
        .foreign_key(&mut references(
            "user_id",
            "users",
            ForeignKeyAction::SetNull,
        ))
        .to_owned()
}
