//! Moving groups to another branch or to the main portal: a preview, and the move itself.
use crate::{
    AuditContext, Db, Error, Txn,
    base::{
        activity::ActivitySubject,
        entities::group,
        locks::{lock_branch_shared, lock_group, lock_users},
        sql::Sql,
    },
    branches::{courses_outside, destination, find, missing_courses},
    enrolments::{self, ChangeStamp, rules},
    groups::{self, busy::refuse_busy, group_courses},
    instructors,
};
use domain::{
    activity::Activity,
    branches::GroupMove,
    ids::{BranchId, GroupId, UserId},
};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, sea_query::Expr};

/// Returns what moving the group would change.
///
/// # Errors
/// [`Error::NotFound`], also for a group in the trash.
pub async fn group_move(db: &Db, group: GroupId, to: Option<BranchId>) -> Result<GroupMove, Error> {
    let conn = db.read();
    let row = groups::find(conn, group).await?;
    let (leaving, leaving_courses) = match to {
        Some(branch) => (
            members_outside(conn, group, branch).await?,
            missing_courses(conn, branch, group).await?,
        ),
        None => (Vec::new(), Vec::new()),
    };
    Ok(GroupMove {
        to: destination(conn, to).await?,
        members: row.member_count,
        leaving_members: i64::try_from(leaving.len()).unwrap_or(i64::MAX),
        courses: row.course_count,
        leaving_courses,
        loses_default: to.is_some() && groups::is_default(conn, group, to).await?,
    })
}

/// Moves the group. Members and courses that the new branch does not have leave it, under its
/// removal policy, and it stops being the default group where it no longer can be. Progress
/// stays.
///
/// # Errors
/// [`Error::NotFound`]; [`Error::Taken`] where its name is taken there; [`Error::Busy`].
pub async fn move_group(
    db: &Db,
    audit: &AuditContext,
    group: GroupId,
    to: Option<BranchId>,
) -> Result<(), Error> {
    let txn = db.write().await?;
    lock_branch_shared(&txn, to).await?;
    let leaving = match to {
        Some(branch) => members_outside(&txn, group, branch).await?,
        None => Vec::new(),
    };
    lock_users(&txn, &leaving).await?;
    let row = lock_group(&txn, group).await?;
    refuse_busy(&txn, group).await?;
    if row.branch_id == to {
        return Ok(());
    }
    instructors::remove_from_group(&txn, group, to).await?;
    if let Some(branch) = to {
        remove_what_branch_lacks(&txn, audit, &row, branch, &leaving).await?;
    }
    group::Entity::update_many()
        .col_expr(group::Column::BranchId, Expr::value(to))
        .filter(group::Column::Id.eq(group))
        .exec(&txn)
        .await?;
    let moved = Activity::GroupMoved {
        group: row.name,
        branch: find(&txn, to).await?.map(|branch| branch.name),
    };
    ActivitySubject::group(group)
        .log(&txn, audit, moved)
        .await?;
    txn.commit().await
}

/// Removes the members and courses that the branch does not have from the group.
async fn remove_what_branch_lacks(
    txn: &Txn,
    audit: &AuditContext,
    row: &group::Model,
    branch: BranchId,
    leaving: &[UserId],
) -> Result<(), Error> {
    let group = row.id;
    let policy = row.removal_policy;
    enrolments::remove(txn, group, leaving, policy, ChangeStamp::at(audit.at)).await?;
    for course in courses_outside(txn, branch, group).await? {
        group_courses::remove_for_branch(txn, audit, row, course.id).await?;
    }
    groups::clear_default_group(txn, group, Some(branch)).await?;
    Ok(())
}

/// Returns the members who do not belong to the branch.
async fn members_outside(
    conn: &impl ConnectionTrait,
    group: GroupId,
    branch: BranchId,
) -> Result<Vec<UserId>, Error> {
    Sql::new(conn)
        .add(
            &format!(
                "SELECT m.user_id FROM group_members m JOIN users u ON u.id = m.user_id \
                 WHERE m.group_id = ? AND {} ORDER BY m.user_id",
                rules::outside_branch("u")
            ),
            [group.into(), branch.into()],
        )
        .column(conn)
        .await
}
