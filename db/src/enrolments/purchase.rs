//! What paying an order grants and refunding it revokes: an enrolment with the source *bundle*
//! exists exactly while its user has a paid order with the course. Membership comes on top, with
//! what the group grants its members.
use super::{ChangeStamp, join_and_enrol, remove, rows, rules};
use crate::{
    Error, Txn,
    base::{
        entities::{
            group,
            group_member::{self, MembershipSource},
        },
        locks::lock_courses_of_order,
    },
};
use domain::{
    enrolments::EnrolmentSource,
    groups::RemovalPolicy,
    ids::{GroupId, OrderId, UserId},
    orders::OrderState,
    time::Timestamp,
};
use sea_orm::{EntityTrait, QuerySelect};

/// Enrols the buyer in the order's courses. One in the trash waits there: restored, the buyer has it.
pub(crate) async fn grant(
    txn: &Txn,
    buyer: UserId,
    order: OrderId,
    at: Timestamp,
) -> Result<(), Error> {
    lock_courses_of_order(txn, order).await?;
    rows::insert_bought(txn, buyer, order, at).await
}

/// Ends the buyer's enrolments by this order; what another paid order of theirs contains stays.
pub(crate) async fn revoke(
    txn: &Txn,
    buyer: UserId,
    order: OrderId,
    at: Timestamp,
) -> Result<(), Error> {
    let unpaid = format!(
        " WHERE e.user_id = ? AND {} AND e.course_id IN \
         (SELECT l.course_id FROM order_lines l WHERE l.order_id = ?) \
         AND NOT EXISTS (SELECT 1 FROM orders o JOIN order_lines l ON l.order_id = o.id \
         WHERE o.buyer_id = e.user_id AND o.state = ? AND l.course_id = e.course_id)",
        rules::has_source("e", EnrolmentSource::Bundle)
    );
    rows::archive_and_delete(txn, ChangeStamp::at(at), |sql| {
        sql.add(
            &unpaid,
            [buyer.into(), order.into(), OrderState::Paid.into()],
        )
    })
    .await?;
    Ok(())
}

/// Makes the buyer a member; false if the group takes no members because it is in the trash. The buyer has
/// the courses all the same.
pub(crate) async fn join(
    txn: &Txn,
    group: GroupId,
    buyer: UserId,
    at: Timestamp,
) -> Result<bool, Error> {
    match join_and_enrol(txn, group, buyer, MembershipSource::Bundle, at).await {
        Ok(_) => Ok(true),
        Err(Error::NotFound) => Ok(false),
        Err(error) => Err(error),
    }
}

/// Ends a membership that came by a bundle, also in a group in the trash, so that restoring the
/// group does not bring it back.
pub(crate) async fn leave(
    txn: &Txn,
    group: GroupId,
    buyer: UserId,
    at: Timestamp,
) -> Result<(), Error> {
    let stamp = ChangeStamp::at(at);
    let locked = group::Entity::find_by_id(group)
        .lock_exclusive()
        .one(txn)
        .await?;
    let member = group_member::Entity::find_by_id((group, buyer))
        .one(txn)
        .await?;
    if locked.is_none() || member.is_none_or(|member| member.via != MembershipSource::Bundle) {
        return Ok(());
    }
    remove(txn, group, &[buyer], RemovalPolicy::WithdrawAccess, stamp).await?;
    let kept = format!(
        " WHERE e.user_id = ? AND e.group_id = ? AND {}",
        rules::has_source("e", EnrolmentSource::Kept)
    );
    rows::archive_and_delete(txn, stamp, |sql| {
        sql.add(&kept, [buyer.into(), group.into()])
    })
    .await?;
    Ok(())
}
