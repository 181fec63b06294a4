//! Columns for editing user types and switching roles: the role in which a type's users start,
//! the active role of a session, and the user it acts as.
use crate::create_indexes;
use sea_orm_migration::{prelude::*, schema::*};

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        // SQLite adds one column per statement.
        for (table, column) in [
            (
                "user_types",
                string("default_role").default("learner").take(),
            ),
            ("user_types", big_integer("version").default(1).take()),
            ("sessions", string_null("role")),
            // Without a foreign key, which SQLite cannot add. If the user no longer exists, the
            // session belongs to its own user again.
            ("sessions", big_integer_null("acting_as")),
        ] {
            let change = Table::alter().table(table).add_column(column).to_owned();
            manager.alter_table(change).await?;
        }
        create_indexes(
            manager,
            &[
                START_IN_THE_FIRST_ROLE,
                "CREATE INDEX sessions_acting ON sessions (acting_as) WHERE acting_as IS NOT NULL",
            ],
        )
        .await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        create_indexes(manager, &["DROP INDEX sessions_acting"]).await?;
        for (table, column) in [
            ("sessions", "acting_as"),
            ("sessions", "role"),
            ("user_types", "version"),
            ("user_types", "default_role"),
        ] {
            let change = Table::alter().table(table).drop_column(column).to_owned();
            manager.alter_table(change).await?;
        }
        Ok(())
    }
}

/// Existing types keep the role in which their users have started so far.
const START_IN_THE_FIRST_ROLE: &str = "UPDATE user_types SET default_role = CASE \
     WHEN EXISTS (SELECT 1 FROM user_type_permissions p WHERE p.user_type_id = user_types.id \
       AND p.permission LIKE 'administrator.%') THEN 'administrator' \
     WHEN EXISTS (SELECT 1 FROM user_type_permissions p WHERE p.user_type_id = user_types.id \
       AND p.permission LIKE 'instructor.%') THEN 'instructor' \
     ELSE 'learner' END";
