//! Removes instructors who can no longer teach after a move. A group is taught by users of its
//! own branch, or of the main portal like itself; a course by users whose branch has it, unless
//! another branch created it.
use crate::{Error, Txn, base::sql::Sql};
use domain::ids::{BranchId, GroupId, UserId};

/// Removes the user as instructor of what they can no longer teach in this branch, or in the
/// main portal.
pub(crate) async fn remove_user(
    txn: &Txn,
    user: UserId,
    to: Option<BranchId>,
) -> Result<(), Error> {
    let within = to.unwrap_or(BranchId(0));
    Sql::new(txn)
        .add(
            "DELETE FROM group_instructors WHERE user_id = ? AND group_id IN \
             (SELECT t.id FROM groups t WHERE coalesce(t.branch_id, 0) <> ?)",
            [user.into(), within.into()],
        )
        .execute(txn)
        .await?;
    Sql::new(txn)
        .add(
            "DELETE FROM course_instructors WHERE user_id = ? AND course_id IN \
             (SELECT t.id FROM courses t WHERE t.branch_id <> ? OR NOT EXISTS \
             (SELECT 1 FROM branch_courses b WHERE b.branch_id = ? AND b.course_id = t.id))",
            [user.into(), within.into(), within.into()],
        )
        .when(
            // Users of the main portal can teach any of its own courses.
            to.is_none(),
            " AND course_id IN (SELECT t.id FROM courses t WHERE t.branch_id IS NOT NULL)",
            [],
        )
        .execute(txn)
        .await?;
    Ok(())
}

/// Removes the instructors who cannot teach the group in this branch, or in the main portal.
pub(crate) async fn remove_from_group(
    txn: &Txn,
    group: GroupId,
    to: Option<BranchId>,
) -> Result<(), Error> {
    Sql::new(txn)
        .add(
            "DELETE FROM group_instructors WHERE group_id = ? AND user_id IN \
             (SELECT u.id FROM users u WHERE coalesce(u.branch_id, 0) <> ?)",
            [group.into(), to.unwrap_or(BranchId(0)).into()],
        )
        .execute(txn)
        .await?;
    Ok(())
}
