//! Groups, their keys, members and courses.
use crate::{create_indexes, drop_tables, references};
use sea_orm_migration::{prelude::*, schema::*};

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for table in [
            groups(),
            group_keys(),
            redemptions(),
            group_members(),
            group_courses(),
        ] {
            manager.create_table(table).await?;
        }
        create_indexes(
            manager,
            &[
                "CREATE UNIQUE INDEX groups_name ON groups (coalesce(branch_id, 0), name_folded) WHERE deleted_at IS NULL",
                "CREATE INDEX groups_page ON groups (name_folded, id, search) WHERE deleted_at IS NULL",
                "CREATE INDEX groups_deleted ON groups (deleted_at) WHERE deleted_at IS NOT NULL",
                "CREATE UNIQUE INDEX group_keys_lookup ON group_keys (lookup) WHERE retired_at IS NULL",
                "CREATE INDEX group_keys_group ON group_keys (group_id)",
                "CREATE INDEX redemptions_user ON redemptions (user_id)",
                "CREATE INDEX group_members_user ON group_members (user_id, group_id)",
                "CREATE INDEX group_courses_course ON group_courses (course_id, group_id)",
                "CREATE INDEX group_members_action ON group_members (mass_action_id, user_id) WHERE mass_action_id IS NOT NULL",
            ],
        )
        .await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        drop_tables(
            manager,
            &[
                "group_courses",
                "group_members",
                "redemptions",
                "group_keys",
                "groups",
            ],
        )
        .await
    }
}

/// `member_count`, `course_count` and `drift` are kept in the transaction that changes them and
/// tested against the derivation.
fn groups() -> TableCreateStatement {
    Table::create()
        .table("groups")
        .col(big_pk_auto("id"))
        .col(big_integer_null("branch_id"))
        .col(string("name"))
        .col(string("name_folded"))
        .col(string("search"))
        .col(text("description"))
        .col(big_integer("price_minor"))
        .col(string("enrolment_policy"))
        .col(string("removal_policy"))
        .col(big_integer("member_count").default(0))
        .col(big_integer("course_count").default(0))
        .col(big_integer("drift").default(0))
        .col(big_integer("created_at"))
        .col(big_integer_null("deleted_at"))
        .col(big_integer("version").default(1))
        .foreign_key(&mut references(
            "branch_id",
            "branches",
            ForeignKeyAction::Restrict,
        ))
        .to_owned()
}

/// `lookup` is an HMAC of the folded key; `cipher` is the key as it is shown, encrypted.
fn group_keys() -> TableCreateStatement {
    Table::create()
        .table("group_keys")
        .col(big_pk_auto("id"))
        .col(big_integer("group_id"))
        .col(string("lookup"))
        .col(string("cipher"))
        .col(boolean("paused"))
        .col(big_integer_null("maximum"))
        .col(big_integer("used").default(0))
        .col(big_integer_null("starts_at"))
        .col(big_integer_null("expires_at"))
        .col(big_integer("created_at"))
        .col(big_integer_null("retired_at"))
        .foreign_key(&mut references(
            "group_id",
            "groups",
            ForeignKeyAction::Cascade,
        ))
        .to_owned()
}

fn redemptions() -> TableCreateStatement {
    Table::create()
        .table("redemptions")
        .col(big_integer("key_id"))
        .col(big_integer("user_id"))
        .col(big_integer("redeemed_at"))
        .primary_key(Index::create().col("key_id").col("user_id"))
        .foreign_key(&mut references(
            "key_id",
            "group_keys",
            ForeignKeyAction::Cascade,
        ))
        .foreign_key(&mut references(
            "user_id",
            "users",
            ForeignKeyAction::Cascade,
        ))
        .to_owned()
}

fn group_members() -> TableCreateStatement {
    Table::create()
        .table("group_members")
        .col(big_integer("group_id"))
        .col(big_integer("user_id"))
        .col(string("via"))
        .col(big_integer("added_at"))
        .col(big_integer_null("mass_action_id"))
        .primary_key(Index::create().col("group_id").col("user_id"))
        .foreign_key(&mut references(
            "group_id",
            "groups",
            ForeignKeyAction::Cascade,
        ))
        .foreign_key(&mut references(
            "user_id",
            "users",
            ForeignKeyAction::Cascade,
        ))
        .to_owned()
}

fn group_courses() -> TableCreateStatement {
    Table::create()
        .table("group_courses")
        .col(big_integer("group_id"))
        .col(big_integer("course_id"))
        .col(big_integer("position"))
        .col(big_integer("added_at"))
        .primary_key(Index::create().col("group_id").col("course_id"))
        .foreign_key(&mut references(
            "group_id",
            "groups",
            ForeignKeyAction::Cascade,
        ))
        .foreign_key(&mut references(
            "course_id",
            "courses",
            ForeignKeyAction::Cascade,
        ))
        .to_owned()
}
