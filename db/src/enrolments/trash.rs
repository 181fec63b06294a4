//! What the trash does to the enrolments and counters of its groups. The drift of a group in the
//! trash is wrong until the group is restored. The caller holds the locks.
use super::{
    ChangeStamp, CourseSet, MemberSet,
    counters::{adjust_counters, recompute_drift},
    group::apply_removal_policy,
    membership,
    restore::{Archived, delete_archived, restore_group_enrolments},
    rows,
};
use crate::{
    Error, Txn,
    base::{
        entities::{group_member::MembershipSource, order},
        locks::lock_user,
        sql::Sql,
    },
};
use domain::{
    groups::RemovalPolicy,
    ids::{GroupId, UserId},
    orders::OrderState,
    time::Timestamp,
};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, sea_query::Expr};

/// Ends the group's enrolments under `policy` because it goes to the trash.
pub(crate) async fn end_enrolments(
    txn: &Txn,
    group: GroupId,
    policy: RemovalPolicy,
    at: Timestamp,
) -> Result<(), Error> {
    let stamp = ChangeStamp {
        trashed: true,
        ..ChangeStamp::at(at)
    };
    apply_removal_policy(txn, group, MemberSet::All, None, policy, stamp).await?;
    Ok(())
}

/// Returns the buyers whose orders of the group were paid while it was in the trash, locked.
pub(crate) async fn lock_buyers(txn: &Txn, group: GroupId) -> Result<Vec<UserId>, Error> {
    let buyers: Vec<UserId> = Sql::new(txn)
        .add(
            "SELECT DISTINCT o.buyer_id FROM orders o WHERE o.group_id = ? AND o.state = ? \
             AND o.joins_on_restore AND o.buyer_id IS NOT NULL ORDER BY o.buyer_id",
            [group.into(), OrderState::Paid.into()],
        )
        .column(txn)
        .await?;
    for buyer in &buyers {
        lock_user(txn, *buyer).await?;
    }
    Ok(buyers)
}

/// Restores the enrolments that ended when the group went to the trash, and adds the `buyers` who could
/// not become members meanwhile.
pub(crate) async fn restore(
    txn: &Txn,
    group: GroupId,
    buyers: &[UserId],
    at: Timestamp,
) -> Result<(), Error> {
    let stamp = ChangeStamp::at(at);
    restore_group_enrolments(txn, group, Archived::Trashed, stamp).await?;
    delete_archived(txn, group, Archived::Trashed).await?;
    recompute_drift(txn, group).await?;
    let courses = Some(CourseSet::All);
    membership::add(txn, group, buyers, MembershipSource::Bundle, stamp, courses).await?;
    order::Entity::update_many()
        .col_expr(order::Column::JoinsOnRestore, Expr::value(false))
        .filter(order::Column::GroupId.eq(group))
        .filter(order::Column::JoinsOnRestore.eq(true))
        .exec(txn)
        .await?;
    Ok(())
}

/// Makes kept enrolments direct and empties the archives, before the group is deleted permanently.
pub(crate) async fn purge(txn: &Txn, group: GroupId) -> Result<(), Error> {
    rows::copy_kept_as_direct(txn, group).await?;
    rows::delete_trashed_of_group(txn, group).await?;
    let of_group = |sql: Sql| sql.add(" WHERE a.group_id = ?", [group.into()]);
    rows::delete_archived(txn, of_group).await?;
    rows::delete_archived_members(txn, of_group).await
}

/// Removes a member from a group in the trash.
pub(crate) async fn remove_member(txn: &Txn, group: GroupId, user: UserId) -> Result<(), Error> {
    let left = rows::delete_member(txn, group, user).await?;
    adjust_counters(txn, group, -left.cast_signed(), 0, 0).await
}

/// Counts that courses were removed from a group in the trash.
pub(crate) async fn count_removed_courses(
    txn: &Txn,
    group: GroupId,
    courses: u64,
) -> Result<(), Error> {
    adjust_counters(txn, group, 0, -courses.cast_signed(), 0).await
}

/// Removes a user who was never active, and who left all other groups, from the counters of
/// groups in the trash, before the user is deleted.
pub(crate) async fn remove_pending_user(txn: &Txn, user: UserId) -> Result<(), Error> {
    Sql::new(txn)
        .add(
            "UPDATE groups SET member_count = member_count - 1 WHERE id IN \
             (SELECT group_id FROM group_members WHERE user_id = ?)",
            [user.into()],
        )
        .execute(txn)
        .await?;
    Ok(())
}
