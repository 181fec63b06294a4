//! The only statements that insert, archive and delete enrolments and memberships, for any number
//! of users. None of them adjusts the counters.
//!
//! What changes or removes enrolments does so in both tables: a course that is restored from the trash has the
//! enrolments that it would have without it. What is counted is outside the trash.
use super::{ChangeStamp, rules};
use crate::{
    Error, Txn,
    base::{
        entities::group_member::{self, MembershipSource},
        sql::Sql,
    },
};
use domain::{
    enrolments::EnrolmentSource,
    ids::{CourseId, GroupId, OrderId, UserId},
    time::Timestamp,
};
use sea_orm::EntityTrait;

/// The columns of an enrolment that a group grants or that was kept from it.
pub(super) const OF_GROUP: &str =
    "user_id, course_id, source, group_id, mass_action_id, created_at";
/// Those of every enrolment.
pub(super) const ALL_COLUMNS: &str =
    "user_id, course_id, source, group_id, mass_action_id, given_by, created_at";
/// The enrolments.
pub(super) const LIVE: &str = "enrolments";
/// Those in courses in the trash.
pub(super) const TRASHED: &str = "trashed_enrolments";
const MEMBERSHIP: &str = "group_id, user_id, via, added_at, mass_action_id";

fn insert(txn: &Txn, columns: &str) -> Sql {
    insert_into(txn, LIVE, columns)
}

pub(super) fn insert_into(txn: &Txn, table: &str, columns: &str) -> Sql {
    Sql::new(txn).text(&format!("INSERT INTO {table} ({columns}) "))
}

/// Runs an insert, in which rows that exist already are skipped; returns how many were added.
pub(super) async fn inserted(txn: &Txn, sql: Sql) -> Result<u64, Error> {
    sql.text(" ON CONFLICT DO NOTHING").execute(txn).await
}

/// Inserts enrolments that a group grants; `rows` adds what follows `FROM`, with the memberships
/// `m` and the group's courses `c`.
pub(super) async fn insert_of_group(
    txn: &Txn,
    stamp: ChangeStamp,
    rows: impl FnOnce(Sql) -> Sql,
) -> Result<u64, Error> {
    let source = rules::literal(EnrolmentSource::Group);
    let sql = insert(txn, OF_GROUP).add(
        &format!("SELECT m.user_id, c.course_id, {source}, m.group_id, ?, ? FROM "),
        [stamp.action.into(), stamp.at.into()],
    );
    inserted(txn, rows(sql)).await
}

/// Copies enrolments `e` as *kept* ones; `condition` adds the ` WHERE`.
pub(super) async fn copy_as_kept(
    txn: &Txn,
    stamp: ChangeStamp,
    condition: impl Fn(Sql) -> Sql,
) -> Result<(), Error> {
    let source = rules::literal(EnrolmentSource::Kept);
    for table in [LIVE, TRASHED] {
        let sql = insert_into(txn, table, OF_GROUP).add(
            &format!(
                "SELECT e.user_id, e.course_id, {source}, e.group_id, ?, e.created_at \
                 FROM {table} e"
            ),
            [stamp.action.into()],
        );
        inserted(txn, condition(sql)).await?;
    }
    Ok(())
}

/// Copies the enrolments that are kept from the group as direct ones, which outlive the group.
pub(super) async fn copy_kept_as_direct(txn: &Txn, group: GroupId) -> Result<(), Error> {
    let source = rules::literal(EnrolmentSource::Direct);
    let kept = rules::has_source("e", EnrolmentSource::Kept);
    for table in [LIVE, TRASHED] {
        let sql = insert_into(txn, table, "user_id, course_id, source, created_at").add(
            &format!(
                "SELECT e.user_id, e.course_id, {source}, e.created_at FROM {table} e \
                 WHERE e.group_id = ? AND {kept}"
            ),
            [group.into()],
        );
        inserted(txn, sql).await?;
    }
    Ok(())
}

/// Deletes what came by the group of the enrolments in courses in the trash, before the group is deleted.
pub(super) async fn delete_trashed_of_group(txn: &Txn, group: GroupId) -> Result<(), Error> {
    Sql::new(txn)
        .add(
            "DELETE FROM trashed_enrolments WHERE group_id = ?",
            [group.into()],
        )
        .execute(txn)
        .await?;
    Ok(())
}

pub(super) async fn insert_direct(
    txn: &Txn,
    user: UserId,
    course: CourseId,
    granted_by: Option<UserId>,
    at: Timestamp,
) -> Result<u64, Error> {
    let source = rules::literal(EnrolmentSource::Direct);
    let sql = insert(txn, "user_id, course_id, source, given_by, created_at").add(
        &format!("VALUES (?, ?, {source}, ?, ?)"),
        [user.into(), course.into(), granted_by.into(), at.into()],
    );
    inserted(txn, sql).await
}

/// Inserts direct enrolments of these users in the course, marked as in `stamp`.
pub(super) async fn insert_direct_of(
    txn: &Txn,
    users: &[UserId],
    course: CourseId,
    granted_by: Option<UserId>,
    stamp: ChangeStamp,
) -> Result<u64, Error> {
    let source = rules::literal(EnrolmentSource::Direct);
    let columns = "user_id, course_id, source, given_by, mass_action_id, created_at";
    let sql = insert(txn, columns).add(
        &format!("SELECT u.id, ?, {source}, ?, ?, ? FROM users u WHERE u.id IN "),
        [
            course.into(),
            granted_by.into(),
            stamp.action.into(),
            stamp.at.into(),
        ],
    );
    inserted(txn, sql.ids(users)).await
}

/// Inserts enrolments in the courses of the order; those in the trash come with their course.
pub(super) async fn insert_bought(
    txn: &Txn,
    buyer: UserId,
    order: OrderId,
    at: Timestamp,
) -> Result<(), Error> {
    let source = rules::literal(EnrolmentSource::Bundle);
    for (table, in_trash) in [(LIVE, "NULL"), (TRASHED, "NOT NULL")] {
        let sql = insert_into(txn, table, "user_id, course_id, source, created_at").add(
            &format!(
                "SELECT ?, l.course_id, {source}, ? FROM order_lines l \
                 JOIN courses c ON c.id = l.course_id \
                 WHERE l.order_id = ? AND c.deleted_at IS {in_trash}"
            ),
            [buyer.into(), at.into(), order.into()],
        );
        inserted(txn, sql).await?;
    }
    Ok(())
}

/// Copies enrolments `a` out of the archive; `condition` adds the ` WHERE`.
pub(super) async fn insert_archived(
    txn: &Txn,
    condition: impl FnOnce(Sql) -> Sql,
) -> Result<u64, Error> {
    let sql = insert(txn, OF_GROUP).text(
        "SELECT a.user_id, a.course_id, a.source, a.group_id, a.mass_action_id, a.created_at \
         FROM enrolment_archive a",
    );
    inserted(txn, condition(sql)).await
}

/// Moves enrolments `e` into the archive; `condition` adds the ` WHERE`. Returns how many were
/// moved.
pub(super) async fn archive_and_delete(
    txn: &Txn,
    stamp: ChangeStamp,
    condition: impl Fn(Sql) -> Sql,
) -> Result<u64, Error> {
    archive_from(txn, TRASHED, stamp, &condition).await?;
    archive_from(txn, LIVE, stamp, &condition).await
}

async fn archive_from(
    txn: &Txn,
    table: &str,
    stamp: ChangeStamp,
    condition: impl Fn(Sql) -> Sql,
) -> Result<u64, Error> {
    let archive = Sql::new(txn).add(
        &format!(
            "INSERT INTO enrolment_archive (user_id, course_id, source, group_id, mass_action_id, \
             created_at, removed_at, removed_by, trashed) \
             SELECT e.user_id, e.course_id, e.source, e.group_id, e.mass_action_id, e.created_at, \
             ?, ?, ? FROM {table} e"
        ),
        [stamp.at.into(), stamp.action.into(), stamp.trashed.into()],
    );
    if condition(archive).execute(txn).await? == 0 {
        return Ok(0);
    }
    condition(Sql::new(txn).text(&format!("DELETE FROM {table} AS e")))
        .execute(txn)
        .await
}

/// Copies enrolments `a` in courses in the trash out of the archive: they come with their course, if it does;
/// `condition` adds the ` WHERE`.
pub(super) async fn set_archived_aside(
    txn: &Txn,
    condition: impl FnOnce(Sql) -> Sql,
) -> Result<(), Error> {
    let sql = insert_into(txn, TRASHED, OF_GROUP).text(
        "SELECT a.user_id, a.course_id, a.source, a.group_id, a.mass_action_id, a.created_at \
         FROM enrolment_archive a",
    );
    let sql = condition(sql).text(
        " AND EXISTS (SELECT 1 FROM courses c WHERE c.id = a.course_id \
         AND c.deleted_at IS NOT NULL)",
    );
    inserted(txn, sql).await?;
    Ok(())
}

/// Deletes enrolments `a` from the archive; `condition` adds the ` WHERE`.
pub(super) async fn delete_archived(
    txn: &Txn,
    condition: impl FnOnce(Sql) -> Sql,
) -> Result<(), Error> {
    condition(Sql::new(txn).text("DELETE FROM enrolment_archive AS a"))
        .execute(txn)
        .await?;
    Ok(())
}

/// Adds memberships; returns how many.
pub(super) async fn insert_members(
    txn: &Txn,
    group: GroupId,
    users: &[UserId],
    via: MembershipSource,
    stamp: ChangeStamp,
) -> Result<u64, Error> {
    let sql = Sql::new(txn)
        .add(
            &format!(
                "INSERT INTO group_members ({MEMBERSHIP}) \
                 SELECT ?, u.id, ?, ?, ? FROM users u WHERE u.id IN "
            ),
            [
                group.into(),
                via.into(),
                stamp.at.into(),
                stamp.action.into(),
            ],
        )
        .ids(users);
    inserted(txn, sql).await
}

/// Moves memberships into the archive; returns how many.
pub(super) async fn archive_members(
    txn: &Txn,
    group: GroupId,
    users: &[UserId],
    stamp: ChangeStamp,
) -> Result<u64, Error> {
    let of_users = |sql: Sql| {
        sql.add(" WHERE m.group_id = ? AND m.user_id IN ", [group.into()])
            .ids(users)
    };
    let archive = Sql::new(txn).add(
        "INSERT INTO member_archive (group_id, user_id, via, added_at, mass_action_id, \
         removed_at, removed_by) SELECT m.group_id, m.user_id, m.via, m.added_at, \
         m.mass_action_id, ?, ? FROM group_members m",
        [stamp.at.into(), stamp.action.into()],
    );
    of_users(archive).execute(txn).await?;
    of_users(Sql::new(txn).text("DELETE FROM group_members AS m"))
        .execute(txn)
        .await
}

/// Refuses the group's keys to these users until they are members again.
pub(super) async fn insert_shut_outs(
    txn: &Txn,
    group: GroupId,
    users: &[UserId],
    at: Timestamp,
) -> Result<(), Error> {
    let sql = Sql::new(txn)
        .add(
            "INSERT INTO shut_outs (group_id, user_id, created_at) \
             SELECT ?, u.id, ? FROM users u WHERE u.id IN ",
            [group.into(), at.into()],
        )
        .ids(users);
    inserted(txn, sql).await?;
    Ok(())
}

/// Ends what [`insert_shut_outs`] began for those of these users who are members.
pub(super) async fn delete_shut_outs(
    txn: &Txn,
    group: GroupId,
    users: &[UserId],
) -> Result<(), Error> {
    Sql::new(txn)
        .add(
            &format!(
                "DELETE FROM shut_outs WHERE group_id = ? AND {} AND user_id IN ",
                rules::is_member("shut_outs.group_id", "shut_outs.user_id")
            ),
            [group.into()],
        )
        .ids(users)
        .execute(txn)
        .await?;
    Ok(())
}

/// Deletes a membership without a trace in the archive; returns how many were deleted.
pub(super) async fn delete_member(txn: &Txn, group: GroupId, user: UserId) -> Result<u64, Error> {
    let deleted = group_member::Entity::delete_by_id((group, user))
        .exec(txn)
        .await?;
    Ok(deleted.rows_affected)
}

/// Copies memberships `a` out of the archive; `condition` adds the ` WHERE`.
pub(super) async fn insert_archived_members(
    txn: &Txn,
    condition: impl FnOnce(Sql) -> Sql,
) -> Result<u64, Error> {
    let sql = Sql::new(txn).text(&format!(
        "INSERT INTO group_members ({MEMBERSHIP}) \
         SELECT a.group_id, a.user_id, a.via, a.added_at, a.mass_action_id FROM member_archive a"
    ));
    inserted(txn, condition(sql)).await
}

/// Deletes memberships `a` from the archive; `condition` adds the ` WHERE`.
pub(super) async fn delete_archived_members(
    txn: &Txn,
    condition: impl FnOnce(Sql) -> Sql,
) -> Result<(), Error> {
    condition(Sql::new(txn).text("DELETE FROM member_archive AS a"))
        .execute(txn)
        .await?;
    Ok(())
}
