//! Moving users to another branch or to the main portal: a preview, and the move itself.
use crate::{
    AuditContext, Db, Error, Txn,
    base::{
        activity::ActivitySubject,
        entities::{group, group_member, user},
        locks::{lock_branch_shared, lock_group},
    },
    branches::{default_group, destination, find, missing_courses},
    enrolments::{self, ChangeStamp},
    groups::members,
    instructors,
    onboarding::default_groups::{OnboardedUser, join_default},
    users,
};
use domain::{
    activity::Activity,
    branches::UserMove,
    ids::{BranchId, UserId},
    users::UserState,
};
use sea_orm::{
    ActiveModelTrait, ActiveValue::Set, ColumnTrait, ConnectionTrait, EntityTrait, IntoActiveModel,
    QueryFilter, QueryOrder, QuerySelect,
};

/// Returns what moving the user would change.
///
/// # Errors
/// [`Error::NotFound`], also for a branch that does not exist.
pub async fn user_move(db: &Db, user: UserId, to: Option<BranchId>) -> Result<UserMove, Error> {
    let conn = db.read();
    let row = user::Entity::find_by_id(user).one(conn).await?;
    row.ok_or(Error::NotFound)?;
    let leaving = groups_left(conn, user, to).await?;
    let leaving = leaving
        .into_iter()
        .filter(|group| group.deleted_at.is_none());
    let joined = default_group(conn, to).await?;
    let skipped = match (to, joined) {
        (Some(branch), Some(group)) => missing_courses(conn, branch, group).await?,
        _ => Vec::new(),
    };
    let joined = match joined {
        Some(group) => group::Entity::find_by_id(group).one(conn).await?,
        None => None,
    };
    Ok(UserMove {
        to: destination(conn, to).await?,
        leaving: leaving.map(|group| group.name).collect(),
        joining: joined.map(|group| group.name),
        skipped,
    })
}

/// Moves the user. They leave the groups of other branches, under the removal policy of each,
/// and join the default group of the new one. Progress stays. Moving a user to their own branch
/// is harmless.
///
/// # Errors
/// [`Error::NotFound`]; [`Error::LastSuperAdmin`]; [`Error::Conflict`] where the user's type is
/// changed at the same time.
pub async fn move_user(
    db: &Db,
    audit: &AuditContext,
    user: UserId,
    to: Option<BranchId>,
) -> Result<(), Error> {
    let txn = db.write().await?;
    lock_branch_shared(&txn, to).await?;
    let row = users::lock(&txn, user, to.is_none()).await?;
    if row.branch_id == to {
        return Ok(());
    }
    move_locked(&txn, audit, row, to, ChangeStamp::at(audit.at)).await?;
    txn.commit().await
}

/// As [`move_user`], for a locked user of another branch; what they leave and join has the stamp.
pub(crate) async fn move_locked(
    txn: &Txn,
    audit: &AuditContext,
    row: user::Model,
    to: Option<BranchId>,
    stamp: ChangeStamp,
) -> Result<(), Error> {
    let user = row.id;
    leave_and_enter(txn, audit, &row, to, stamp).await?;
    let name = row.full_name();
    let is_in = row.state == UserState::Registered;
    let moved = Activity::UserMoved {
        user: name.clone(),
        branch: find(txn, to).await?.map(|branch| branch.name),
    };
    ActivitySubject::user(user).log(txn, audit, moved).await?;
    if is_in && let Some(group) = default_group(txn, to).await? {
        let one = [OnboardedUser { user, name }];
        join_default(txn, audit, to, group, &one, stamp).await?;
    }
    Ok(())
}

/// Gives the locked user another branch, for which they leave the groups of others.
pub(crate) async fn leave_and_enter(
    txn: &Txn,
    audit: &AuditContext,
    row: &user::Model,
    to: Option<BranchId>,
    stamp: ChangeStamp,
) -> Result<(), Error> {
    for group in groups_left(txn, row.id, to).await? {
        leave(txn, audit, row, &group, stamp).await?;
    }
    instructors::remove_user(txn, row.id, to).await?;
    let version = row.version;
    let mut row = row.clone().into_active_model();
    row.branch_id = Set(to);
    row.version = Set(version + 1);
    row.update(txn).await?;
    Ok(())
}

/// Returns the groups of other branches that the user is a member of, in the order of locks.
async fn groups_left(
    conn: &impl ConnectionTrait,
    user: UserId,
    to: Option<BranchId>,
) -> Result<Vec<group::Model>, Error> {
    let mine = group_member::Entity::find()
        .select_only()
        .column(group_member::Column::GroupId)
        .filter(group_member::Column::UserId.eq(user))
        .into_tuple::<i64>()
        .all(conn)
        .await?;
    let mut groups = group::Entity::find()
        .filter(group::Column::Id.is_in(mine))
        .filter(group::Column::BranchId.is_not_null())
        .order_by_asc(group::Column::Id)
        .all(conn)
        .await?;
    groups.retain(|group| !enrolments::rules::may_join(group, to));
    Ok(groups)
}

async fn leave(
    txn: &Txn,
    audit: &AuditContext,
    user: &user::Model,
    group: &group::Model,
    stamp: ChangeStamp,
) -> Result<(), Error> {
    let id = group.id;
    match lock_group(txn, id).await {
        Ok(row) => members::remove_locked(txn, audit, &row, user, stamp).await,
        // In the trash: its counters must be right if it is restored.
        Err(Error::NotFound) => enrolments::trash::remove_member(txn, id, user.id).await,
        Err(error) => Err(error),
    }
}
