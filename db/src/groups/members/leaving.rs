//! Members who leave a group on their own.
use super::{lock_member, removal_preview};
use crate::{
    AuditContext, Db, Error,
    base::{activity::ActivitySubject, entities::group_member::MembershipSource, sql::Sql},
    enrolments::{self, ChangeStamp},
    groups, settings,
};
use domain::{
    activity::Activity,
    groups::{LeavingPolicy, RemovalPolicy},
    ids::{GroupId, UserId},
    members::RemovalPreview,
    orders::OrderState,
};
use sea_orm::ConnectionTrait;

/// Returns the groups that the user can leave: where the leaving policy allows it, but no default
/// group and none that they bought.
pub(crate) async fn groups_to_leave(
    conn: &impl ConnectionTrait,
    user: UserId,
) -> Result<Vec<GroupId>, Error> {
    let default = settings::default_group_on(conn).await?;
    let (by_key, bought) = (MembershipSource::Key, MembershipSource::Bundle);
    Sql::new(conn)
        .add(
            "SELECT g.id FROM group_members m JOIN groups g ON g.id = m.group_id \
             WHERE m.user_id = ? AND g.deleted_at IS NULL AND m.via <> ? \
             AND (g.leaving_policy = ? OR (g.leaving_policy = ? AND m.via = ?)) \
             AND NOT EXISTS (SELECT 1 FROM branches b WHERE b.default_group_id = g.id) \
             AND NOT EXISTS (SELECT 1 FROM orders o WHERE o.buyer_id = m.user_id \
             AND o.group_id = g.id AND o.state = ?)",
            [
                user.into(),
                bought.into(),
                LeavingPolicy::Everyone.into(),
                LeavingPolicy::JoinedByKey.into(),
                by_key.into(),
                OrderState::Paid.into(),
            ],
        )
        .when(default.is_some(), " AND g.id <> ?", [default.into()])
        .column(conn)
        .await
}

/// Returns what leaving the group would change, and the policy that it follows.
///
/// # Errors
/// [`Error::NotFound`], also where the user cannot leave it.
pub async fn preview(
    db: &Db,
    user: UserId,
    group: GroupId,
) -> Result<(RemovalPreview, RemovalPolicy), Error> {
    ensure_can_leave(db.read(), user, group).await?;
    let policy = groups::find(db.read(), group).await?.removal_policy;
    Ok((removal_preview(db, group, user).await?, policy))
}

/// Takes the user out of the group, under its removal policy; they can come back with a key.
///
/// # Errors
/// As for [`preview`].
pub async fn leave(
    db: &Db,
    audit: &AuditContext,
    user: UserId,
    group: GroupId,
) -> Result<(), Error> {
    let txn = db.write().await?;
    let (_, row) = lock_member(&txn, group, user).await?;
    ensure_can_leave(&txn, user, group).await?;
    let policy = row.removal_policy;
    enrolments::remove(&txn, group, &[user], policy, ChangeStamp::at(audit.at)).await?;
    ActivitySubject::group(group)
        .and_user(user)
        .log(&txn, audit, Activity::MemberLeft { policy })
        .await?;
    txn.commit().await
}

async fn ensure_can_leave(
    conn: &impl ConnectionTrait,
    user: UserId,
    group: GroupId,
) -> Result<(), Error> {
    if groups_to_leave(conn, user).await?.contains(&group) {
        Ok(())
    } else {
        Err(Error::NotFound)
    }
}
