//! What a group grants and withdraws: set-based, without the counters, private to this folder.
use super::{ChangeStamp, CourseSet, MemberSet, rows, rules};
use crate::{Error, Txn, base::sql::Sql};
use domain::{
    enrolments::EnrolmentSource,
    groups::RemovalPolicy,
    ids::{CourseId, GroupId, MassActionId, UserId},
};

/// Enrols active members in the group courses they lack; returns how many enrolments were added.
/// Enrolments *kept* from the group become its own again.
pub(super) async fn assign(
    txn: &Txn,
    group: GroupId,
    who: MemberSet<'_>,
    courses: CourseSet,
    stamp: ChangeStamp,
) -> Result<u64, Error> {
    let inserted = rows::insert_of_group(txn, stamp, |sql| {
        // CROSS JOIN makes SQLite keep this order; PostgreSQL finds its own.
        let sql = match who {
            MemberSet::All => sql.text("group_members m "),
            MemberSet::Users(users) => sql.ids(users).text(" i CROSS JOIN group_members m "),
        };
        let sql = sql
            .add(
                "CROSS JOIN users u CROSS JOIN group_courses c \
                 WHERE m.group_id = ? AND u.id = m.user_id AND u.active AND c.group_id = ?",
                [group.into(), group.into()],
            )
            .when(
                matches!(who, MemberSet::Users(_)),
                " AND m.user_id = i.id",
                [],
            );
        in_courses(sql, courses, "branch_courses").add(
            &format!(
                " AND NOT EXISTS (SELECT 1 FROM enrolments e WHERE e.group_id = ? \
                 AND e.user_id = m.user_id AND e.course_id = c.course_id AND {})",
                rules::group_enrolment("e")
            ),
            [group.into()],
        )
    })
    .await?;
    merge_kept(txn, group, who, courses.one(), stamp).await?;
    Ok(inserted)
}

/// Adds that a group's course `c` is one of these; the courses of branches are in the table `of_branches`.
pub(super) fn in_courses(sql: Sql, courses: CourseSet, of_branches: &str) -> Sql {
    match courses {
        CourseSet::OfBranch(branch) => sql.add(
            &format!(
                " AND EXISTS (SELECT 1 FROM {of_branches} b WHERE b.branch_id = ? \
                 AND b.course_id = c.course_id)"
            ),
            [branch.into()],
        ),
        CourseSet::All | CourseSet::One(_) => sql.when_course("c", courses.one()),
    }
}

/// Removes the enrolments through the group; returns how many.
pub(super) async fn withdraw(
    txn: &Txn,
    group: GroupId,
    who: MemberSet<'_>,
    course: Option<CourseId>,
    stamp: ChangeStamp,
) -> Result<u64, Error> {
    rows::archive_and_delete(txn, stamp, |sql| {
        from_group(sql, group, EnrolmentSource::Group, who, course)
    })
    .await
}

/// Removes the enrolments that the mass action gave these users and that still exist.
pub(super) async fn withdraw_added(
    txn: &Txn,
    group: GroupId,
    action: MassActionId,
    users: &[UserId],
    stamp: ChangeStamp,
) -> Result<u64, Error> {
    rows::archive_and_delete(txn, stamp, |sql| {
        sql.add(
            &format!(
                " WHERE e.group_id = ? AND {} AND e.mass_action_id = ? AND e.user_id IN ",
                rules::group_enrolment("e")
            ),
            [group.into(), action.into()],
        )
        .ids(users)
    })
    .await
}

/// Turns the enrolments through the group into *kept* ones; returns how many.
pub(super) async fn convert_to_kept(
    txn: &Txn,
    group: GroupId,
    who: MemberSet<'_>,
    course: Option<CourseId>,
    stamp: ChangeStamp,
) -> Result<u64, Error> {
    rows::copy_as_kept(txn, stamp, |sql| {
        from_group(sql, group, EnrolmentSource::Group, who, course)
    })
    .await?;
    withdraw(txn, group, who, course, stamp).await
}

/// Removes *kept* rows of the group where its own row exists (again).
pub(super) async fn merge_kept(
    txn: &Txn,
    group: GroupId,
    who: MemberSet<'_>,
    course: Option<CourseId>,
    stamp: ChangeStamp,
) -> Result<u64, Error> {
    let own = format!(
        " AND EXISTS (SELECT 1 FROM enrolments g WHERE g.group_id = e.group_id \
         AND g.user_id = e.user_id AND g.course_id = e.course_id AND {})",
        rules::group_enrolment("g")
    );
    rows::archive_and_delete(txn, stamp, |sql| {
        from_group(sql, group, EnrolmentSource::Kept, who, course).text(&own)
    })
    .await
}

/// Applies `policy` to the enrolments through the group; returns how many it affected.
pub(super) async fn apply_removal_policy(
    txn: &Txn,
    group: GroupId,
    who: MemberSet<'_>,
    course: Option<CourseId>,
    policy: RemovalPolicy,
    stamp: ChangeStamp,
) -> Result<u64, Error> {
    match policy {
        RemovalPolicy::KeepAccess => convert_to_kept(txn, group, who, course, stamp).await,
        RemovalPolicy::WithdrawAccess => withdraw(txn, group, who, course, stamp).await,
    }
}

/// Adds the `WHERE` for the group's enrolments `e` of one source.
fn from_group(
    sql: Sql,
    group: GroupId,
    source: EnrolmentSource,
    who: MemberSet<'_>,
    course: Option<CourseId>,
) -> Sql {
    let sql = sql.add(
        " WHERE e.group_id = ? AND e.source = ?",
        [group.into(), source.into()],
    );
    let sql = match who {
        MemberSet::All => sql,
        MemberSet::Users(users) => sql.text(" AND e.user_id IN ").ids(users),
    };
    sql.when_course("e", course)
}

impl Sql {
    fn when_course(self, alias: &str, course: Option<CourseId>) -> Self {
        match course {
            Some(course) => self.add(&format!(" AND {alias}.course_id = ?"), [course.into()]),
            None => self,
        }
    }
}
