//! What lists are ordered by: the counters of groups, the totals of orders, and when users last signed in, which is 0
//! for those who never did.
use crate::create_indexes;
use sea_orm_migration::{prelude::*, schema::*};

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let users = Table::alter()
            .table("users")
            .add_column(big_integer("last_sign_in_at").default(0))
            .to_owned();
        manager.alter_table(users).await?;
        create_indexes(
            manager,
            &[
                "UPDATE users SET last_sign_in_at = s.at FROM (SELECT user_id, max(at) AS at FROM activity \
                 WHERE verb = 'user.sign_in' AND user_id IS NOT NULL GROUP BY user_id) s WHERE s.user_id = users.id",
                "CREATE INDEX users_last_sign_in ON users (last_sign_in_at, id)",
                "CREATE INDEX groups_members ON groups (member_count, id) WHERE deleted_at IS NULL",
                "CREATE INDEX groups_courses ON groups (course_count, id) WHERE deleted_at IS NULL",
                "CREATE INDEX groups_drift_page ON groups (drift, id) WHERE deleted_at IS NULL",
                "CREATE INDEX orders_total ON orders (total_minor, id)",
            ],
        )
        .await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        create_indexes(
            manager,
            &[
                "DROP INDEX orders_total",
                "DROP INDEX groups_drift_page",
                "DROP INDEX groups_courses",
                "DROP INDEX groups_members",
                "DROP INDEX users_last_sign_in",
            ],
        )
        .await?;
        let users = Table::alter()
            .table("users")
            .drop_column("last_sign_in_at")
            .to_owned();
        manager.alter_table(users).await
    }
}
