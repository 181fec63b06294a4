//! Functions of one statement each, for any number of users.
use super::{ChangeStamp, CourseSet, MemberSet};
use crate::{Error, Txn, sql::Sql};
use domain::ids::{CourseId, GroupId};

/// Enrols active members in the group courses they lack; returns how many enrolments were added.
/// Enrolments *kept* from the group become its own again.
pub(crate) async fn assign(
    txn: &Txn,
    group: GroupId,
    who: MemberSet<'_>,
    courses: CourseSet,
    stamp: ChangeStamp,
) -> Result<u64, Error> {
    let sql = Sql::new(txn).add(
        "INSERT INTO enrolments (user_id, course_id, source, group_id, mass_action_id, created_at) \
         SELECT m.user_id, c.course_id, 'group', m.group_id, ?, ? FROM ",
        [stamp.action.into(), stamp.at.0.into()],
    );
    // CROSS JOIN makes SQLite keep this order; PostgreSQL finds its own.
    let sql = match who {
        MemberSet::All => sql.text("group_members m "),
        MemberSet::Users(users) => sql.ids(users).text(" i CROSS JOIN group_members m "),
    };
    let sql = sql
        .add(
            "CROSS JOIN users u CROSS JOIN group_courses c \
             WHERE m.group_id = ? AND u.id = m.user_id AND u.active AND c.group_id = ?",
            [group.0.into(), group.0.into()],
        )
        .when(
            matches!(who, MemberSet::Users(_)),
            " AND m.user_id = i.id",
            [],
        )
        .when_course("c", courses.one());
    let inserted = in_branch(sql, courses)
        .add(
            " AND NOT EXISTS (SELECT 1 FROM enrolments e WHERE e.group_id = ? \
             AND e.user_id = m.user_id AND e.course_id = c.course_id AND e.source = 'group') \
             ON CONFLICT DO NOTHING",
            [group.0.into()],
        )
        .execute(txn)
        .await?;
    merge_kept(txn, group, who, courses.one(), stamp).await?;
    Ok(inserted)
}

/// Adds the condition that the branch, if the set is of one, has the course of `c`.
fn in_branch(sql: Sql, courses: CourseSet) -> Sql {
    match courses {
        CourseSet::OfBranch(branch) => sql.add(
            " AND EXISTS (SELECT 1 FROM branch_courses b WHERE b.branch_id = ? \
             AND b.course_id = c.course_id)",
            [branch.0.into()],
        ),
        CourseSet::All | CourseSet::One(_) => sql,
    }
}

/// Removes the enrolments through the group; returns how many.
pub(crate) async fn withdraw(
    txn: &Txn,
    group: GroupId,
    who: MemberSet<'_>,
    course: Option<CourseId>,
    stamp: ChangeStamp,
) -> Result<u64, Error> {
    archive_and_delete(txn, stamp, |sql| of_group(sql, group, "group", who, course)).await
}

/// Turns the enrolments through the group into *kept* ones; returns how many.
pub(crate) async fn convert_to_kept(
    txn: &Txn,
    group: GroupId,
    who: MemberSet<'_>,
    course: Option<CourseId>,
    stamp: ChangeStamp,
) -> Result<u64, Error> {
    let insert = Sql::new(txn).add(
        "INSERT INTO enrolments (user_id, course_id, source, group_id, mass_action_id, created_at) \
         SELECT e.user_id, e.course_id, 'kept', e.group_id, ?, e.created_at FROM enrolments e",
        [stamp.action.into()],
    );
    of_group(insert, group, "group", who, course)
        .text(" ON CONFLICT DO NOTHING")
        .execute(txn)
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
    archive_and_delete(txn, stamp, |sql| {
        of_group(sql, group, "kept", who, course).text(
            " AND EXISTS (SELECT 1 FROM enrolments g WHERE g.group_id = e.group_id \
             AND g.user_id = e.user_id AND g.course_id = e.course_id AND g.source = 'group')",
        )
    })
    .await
}

/// Moves enrolments `e` into the archive; `condition` adds the ` WHERE`. Returns how many were
/// moved.
pub(crate) async fn archive_and_delete(
    txn: &Txn,
    stamp: ChangeStamp,
    condition: impl Fn(Sql) -> Sql,
) -> Result<u64, Error> {
    let archive = Sql::new(txn).add(
        "INSERT INTO enrolment_archive (user_id, course_id, source, group_id, mass_action_id, \
         created_at, removed_at, removed_by, trashed) \
         SELECT e.user_id, e.course_id, e.source, e.group_id, e.mass_action_id, e.created_at, \
         ?, ?, ? FROM enrolments e",
        [stamp.at.0.into(), stamp.action.into(), stamp.trashed.into()],
    );
    if condition(archive).execute(txn).await? == 0 {
        return Ok(0);
    }
    condition(Sql::new(txn).text("DELETE FROM enrolments AS e"))
        .execute(txn)
        .await
}

/// Returns those of the users who are not in the group and can be: a group of a branch only
/// takes users of that branch.
pub(super) async fn eligible_non_members(
    txn: &Txn,
    group: GroupId,
    users: &[i64],
) -> Result<Vec<i64>, Error> {
    Sql::new(txn)
        .text("SELECT i.id FROM ")
        .ids(users)
        .add(
            " i CROSS JOIN users u CROSS JOIN groups g WHERE u.id = i.id AND g.id = ? \
             AND (g.branch_id IS NULL OR g.branch_id = u.branch_id) \
             AND NOT EXISTS (SELECT 1 FROM group_members m \
             WHERE m.group_id = g.id AND m.user_id = i.id)",
            [group.0.into()],
        )
        .numbers(txn)
        .await
}

/// Adds memberships without adjusting the counters; returns how many.
pub(crate) async fn add_members(
    txn: &Txn,
    group: GroupId,
    users: &[i64],
    via: &str,
    stamp: ChangeStamp,
) -> Result<u64, Error> {
    Sql::new(txn)
        .add(
            "INSERT INTO group_members (group_id, user_id, via, added_at, mass_action_id) \
             SELECT ?, u.id, ?, ?, ? FROM users u WHERE u.id IN ",
            [
                group.0.into(),
                via.into(),
                stamp.at.0.into(),
                stamp.action.into(),
            ],
        )
        .ids(users)
        .text(" ON CONFLICT DO NOTHING")
        .execute(txn)
        .await
}

/// Moves memberships into the archive without adjusting the counters; returns how many.
pub(crate) async fn remove_members(
    txn: &Txn,
    group: GroupId,
    users: &[i64],
    stamp: ChangeStamp,
) -> Result<u64, Error> {
    let of_users = |sql: Sql| {
        sql.add(" WHERE m.group_id = ? AND m.user_id IN ", [group.0.into()])
            .ids(users)
    };
    let archive = Sql::new(txn).add(
        "INSERT INTO member_archive (group_id, user_id, via, added_at, mass_action_id, \
         removed_at, removed_by) SELECT m.group_id, m.user_id, m.via, m.added_at, \
         m.mass_action_id, ?, ? FROM group_members m",
        [stamp.at.0.into(), stamp.action.into()],
    );
    of_users(archive).execute(txn).await?;
    of_users(Sql::new(txn).text("DELETE FROM group_members AS m"))
        .execute(txn)
        .await
}

/// Adds the `WHERE` for the group's enrolments `e` of one source.
fn of_group(
    sql: Sql,
    group: GroupId,
    source: &'static str,
    who: MemberSet<'_>,
    course: Option<CourseId>,
) -> Sql {
    let sql = sql.add(
        " WHERE e.group_id = ? AND e.source = ?",
        [group.0.into(), source.into()],
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
            Some(course) => self.add(&format!(" AND {alias}.course_id = ?"), [course.0.into()]),
            None => self,
        }
    }
}
