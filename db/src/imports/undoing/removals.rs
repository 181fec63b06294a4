//! What can be deleted again, because no one has used it.
use crate::{
    AuditContext, Error, Txn,
    base::{activity::ActivitySubject, entities::group, locks::lock_group, sql::Sql},
    groups,
};
use domain::{
    activity::Activity,
    ids::{GroupId, UserId},
};
use sea_orm::EntityTrait;
use std::collections::HashSet;

/// The users of a page who have used the portal.
pub(super) struct Used(HashSet<UserId>);

impl Used {
    /// Finds those who have signed in, done anything that is logged, or begun a course.
    pub(super) async fn find(txn: &Txn, users: &[UserId]) -> Result<Self, Error> {
        let mut sql = Sql::new(txn);
        for (place, (table, column)) in [
            ("sessions", "user_id"),
            ("activity", "actor_id"),
            ("progress", "user_id"),
        ]
        .into_iter()
        .enumerate()
        {
            let union = if place > 0 { " UNION " } else { "" };
            sql = sql
                .text(&format!("{union}SELECT i{place}.id FROM "))
                .ids(users)
                .text(&format!(
                    " i{place} WHERE EXISTS (SELECT 1 FROM {table} t WHERE t.{column} = i{place}.id)"
                ));
        }
        let used: Vec<UserId> = sql.column(txn).await?;
        Ok(Self(used.into_iter().collect()))
    }

    pub(super) fn contains(&self, user: UserId) -> bool {
        self.0.contains(&user)
    }
}

/// Deletes groups without members, courses and keys, which no one has edited.
pub(super) async fn delete_unused_groups(
    txn: &Txn,
    audit: &AuditContext,
    groups: impl Iterator<Item = GroupId>,
) -> Result<(), Error> {
    for id in groups {
        let group = match lock_group(txn, id).await {
            Ok(group) => group,
            Err(Error::NotFound) => continue,
            Err(error) => return Err(error),
        };
        let is_empty = group.member_count == 0 && group.course_count == 0 && group.version == 1;
        if is_empty && !has_keys(txn, id).await? {
            delete_group(txn, audit, &group).await?;
        }
    }
    Ok(())
}

async fn has_keys(txn: &Txn, group: GroupId) -> Result<bool, Error> {
    let keys = Sql::new(txn)
        .add(
            "SELECT count(*) FROM group_keys WHERE group_id = ?",
            [group.into()],
        )
        .number(txn)
        .await?;
    Ok(keys > 0)
}

/// Deletes the locked group, unless new users join it; returns whether it did.
pub(super) async fn delete_group(
    txn: &Txn,
    audit: &AuditContext,
    row: &group::Model,
) -> Result<bool, Error> {
    if groups::is_default(txn, row.id, None).await? {
        return Ok(false);
    }
    crate::enrolments::trash::purge(txn, row.id).await?;
    group::Entity::delete_by_id(row.id).exec(txn).await?;
    let gone = Activity::GroupPurged {
        group: row.name.clone(),
    };
    ActivitySubject::group(row.id).log(txn, audit, gone).await?;
    Ok(true)
}
