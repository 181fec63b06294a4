//! Deleted groups: 30 days in the trash, from where they can be restored completely.
use crate::{
    AuditContext, Db, Error, Txn,
    base::{
        activity::ActivitySubject,
        entities::{group, group_key},
        locks::lock_group,
        paging,
        sql::Sql,
    },
    enrolments,
    groups::{self, busy::refuse_busy, default_group},
};
use domain::{
    access_scope::AccessScope,
    activity::Activity,
    groups::{RemovalPolicy, TrashedGroup},
    ids::GroupId,
    members::RemovalPreview,
    time::Timestamp,
    trash::TRASH_DAYS,
};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect, sea_query::Expr};

/// The most groups the trash shows.
const SHOWN: u64 = 1_000;

/// Returns what deleting the group would affect.
///
/// # Errors
/// [`Error::NotFound`].
pub async fn preview(db: &Db, group: GroupId) -> Result<RemovalPreview, Error> {
    let row = groups::find(db.read(), group).await?;
    let (enrolments, members) = enrolments::preview::of_group(db, group).await?;
    Ok(RemovalPreview {
        name: row.name.clone(),
        group: row.name,
        enrolments,
        members,
        bought: enrolments::preview::bought(db, group, None, None).await?,
        is_default: groups::is_default(db.read(), group, None).await?,
    })
}

/// Moves the group to the trash. Its keys stop working, its enrolments follow `policy`, and it is
/// no longer a default group.
///
/// # Errors
/// [`Error::NotFound`]; [`Error::Busy`] while a mass action runs on it.
pub async fn delete(
    db: &Db,
    audit: &AuditContext,
    group: GroupId,
    policy: RemovalPolicy,
) -> Result<(), Error> {
    let txn = db.write().await?;
    // Keys before the group: the order in which joining by a key locks them.
    use group_key::Column::{GroupId as OfGroup, RetiredAt};
    group_key::Entity::update_many()
        .col_expr(RetiredAt, Expr::value(audit.at))
        .filter(OfGroup.eq(group))
        .filter(RetiredAt.is_null())
        .exec(&txn)
        .await?;
    let row = lock_group(&txn, group).await?;
    refuse_busy(&txn, group).await?;
    group::Entity::update_many()
        .col_expr(group::Column::DeletedAt, Expr::value(audit.at))
        .filter(group::Column::Id.eq(group))
        .exec(&txn)
        .await?;
    enrolments::trash::end_enrolments(&txn, group, policy, audit.at).await?;
    default_group::remember_defaults(&txn, group).await?;
    let deleted = Activity::GroupDeleted {
        group: row.name,
        policy,
        was_default: groups::clear_default_group(&txn, group, None).await?,
    };
    ActivitySubject::group(group)
        .log(&txn, audit, deleted)
        .await?;
    txn.commit().await?;
    Ok(())
}

/// Restores the group with members, courses, keys and the enrolments it gave. Buyers of orders that were
/// paid meanwhile become members. It is the default group again of what it was, where no other group is
/// by now; returns whether it is all that again.
///
/// # Errors
/// [`Error::NotFound`]; [`Error::Taken`] if another group now uses its name or one of its keys.
pub async fn restore(db: &Db, audit: &AuditContext, group: GroupId) -> Result<bool, Error> {
    let txn = db.write().await?;
    // Branches before users before groups.
    default_group::lock_branches(&txn, group).await?;
    let buyers = enrolments::trash::lock_buyers(&txn, group).await?;
    let row = group::Entity::find_by_id(group)
        .filter(group::Column::DeletedAt.is_not_null())
        .lock_exclusive()
        .one(&txn)
        .await?
        .ok_or(Error::NotFound)?;
    group::Entity::update_many()
        .col_expr(group::Column::DeletedAt, Expr::value(None::<i64>))
        .filter(group::Column::Id.eq(group))
        .exec(&txn)
        .await?;
    group_key::Entity::update_many()
        .col_expr(group_key::Column::RetiredAt, Expr::value(None::<i64>))
        .filter(group_key::Column::GroupId.eq(group))
        .filter(group_key::Column::RetiredAt.eq(row.deleted_at))
        .exec(&txn)
        .await?;
    enrolments::trash::restore(&txn, group, &buyers, audit.at).await?;
    let is_default_again = default_group::restore_defaults(&txn, group).await?;
    ActivitySubject::group(group)
        .log(&txn, audit, Activity::GroupRestored { group: row.name })
        .await?;
    txn.commit().await?;
    Ok(is_default_again)
}

/// Returns the trash, newest first; at most 1,000 groups.
///
/// # Errors
/// The database failed.
pub async fn list(db: &Db, scope: AccessScope) -> Result<Vec<TrashedGroup>, Error> {
    let ids: Vec<GroupId> = Sql::new(db.read())
        .text("SELECT t.id FROM groups t WHERE t.deleted_at IS NOT NULL")
        .groups_in_scope("t", scope)
        .add(
            " ORDER BY t.deleted_at DESC, t.id DESC LIMIT ?",
            [paging::limit(SHOWN)],
        )
        .column(db.read())
        .await?;
    let rows = group::Entity::find()
        .filter(group::Column::Id.is_in(ids))
        .order_by_desc(group::Column::DeletedAt)
        .order_by_desc(group::Column::Id)
        .all(db.read())
        .await?;
    Ok(rows
        .into_iter()
        .filter_map(|row| {
            Some(TrashedGroup {
                id: row.id,
                deleted_at: row.deleted_at?,
                counts: row.counts(),
                name: row.name,
            })
        })
        .collect())
}

/// Permanently deletes groups that were in the trash longer than
/// [`TRASH_DAYS`]; returns how many. Kept enrolments become direct.
///
/// # Errors
/// The database failed.
pub async fn purge_expired(db: &Db, now: Timestamp) -> Result<u64, Error> {
    let old = group::Entity::find()
        .filter(group::Column::DeletedAt.lt(now.plus_days(-TRASH_DAYS)))
        .all(db.read())
        .await?;
    let mut emptied = 0;
    for row in old {
        // One transaction each, so that other writers can work in between.
        let txn = db.write().await?;
        if purge(&txn, &row, now).await? {
            emptied += 1;
            txn.commit().await?;
        }
    }
    Ok(emptied)
}

/// Deletes the group; false if it is no longer in the trash.
async fn purge(txn: &Txn, row: &group::Model, now: Timestamp) -> Result<bool, Error> {
    let still_there = group::Entity::find_by_id(row.id)
        .filter(group::Column::DeletedAt.eq(row.deleted_at))
        .lock_exclusive()
        .one(txn)
        .await?;
    if still_there.is_none() {
        return Ok(false);
    }
    enrolments::trash::purge(txn, row.id).await?;
    group::Entity::delete_by_id(row.id).exec(txn).await?;
    let group = row.name.clone();
    let portal = AuditContext::system(now);
    ActivitySubject::group(row.id)
        .log(txn, &portal, Activity::GroupPurged { group })
        .await?;
    Ok(true)
}
