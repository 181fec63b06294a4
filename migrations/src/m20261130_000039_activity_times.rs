//! The activity is listed by time instead of by id, so that a range of days is read from the same indexes as a page.
use crate::create_indexes;
use sea_orm_migration::prelude::*;

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        create_indexes(
            manager,
            &[
                "DROP INDEX activity_group",
                "DROP INDEX activity_user",
                "DROP INDEX activity_course",
                "DROP INDEX activity_actor",
                "DROP INDEX activity_verb",
                "CREATE INDEX activity_at ON activity (at, id)",
                "CREATE INDEX activity_group_at ON activity (group_id, at, id) WHERE group_id IS NOT NULL",
                "CREATE INDEX activity_user_at ON activity (user_id, at, id) WHERE user_id IS NOT NULL",
                "CREATE INDEX activity_course_at ON activity (course_id, at, id) WHERE course_id IS NOT NULL",
                "CREATE INDEX activity_actor_at ON activity (actor_id, at, id) WHERE actor_id IS NOT NULL",
                "CREATE INDEX activity_verb_at ON activity (verb, at, id)",
            ],
        )
        .await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        create_indexes(
            manager,
            &[
                "DROP INDEX activity_verb_at",
                "DROP INDEX activity_actor_at",
                "DROP INDEX activity_course_at",
                "DROP INDEX activity_user_at",
                "DROP INDEX activity_group_at",
                "DROP INDEX activity_at",
                "CREATE INDEX activity_verb ON activity (verb, id)",
                "CREATE INDEX activity_actor ON activity (actor_id, id) WHERE actor_id IS NOT NULL",
                "CREATE INDEX activity_course ON activity (course_id, id) WHERE course_id IS NOT NULL",
                "CREATE INDEX activity_user ON activity (user_id, id) WHERE user_id IS NOT NULL",
                "CREATE INDEX activity_group ON activity (group_id, id) WHERE group_id IS NOT NULL",
            ],
        )
        .await
    }
}
