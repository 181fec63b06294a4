//! Which instructors teach which courses and groups.
mod removal_on_move;

pub(crate) use removal_on_move::{remove_from_group, remove_user};

use crate::{
    AuditContext, Db, Error, Txn,
    access::user_types,
    base::{
        activity::ActivitySubject,
        entities::user,
        locks::{lock_course, lock_group, lock_user},
        paging, search_text,
        sql::Sql,
        summaries::UserSummary,
    },
};
use domain::{
    access_scope::AccessScope,
    activity::Activity,
    ids::{BranchId, UserId, UserTypeId},
    instructors::{InstructorRow, TaughtCounts, Teachable},
    permissions::Role,
};
use sea_orm::{EntityTrait, FromQueryResult};

/// Maximum number of instructors to choose from; a search finds the others.
const OFFERED: u64 = 20;

/// Returns the subject of the activity line.
fn subject(taught: Teachable, user: UserId) -> ActivitySubject {
    let subject = ActivitySubject::user(user);
    match taught {
        Teachable::Course(course) => subject.and_course(course),
        Teachable::Group(group) => subject.and_group(group),
    }
}

/// Locks the course or group against deletion until the transaction ends.
async fn lock(txn: &Txn, taught: Teachable) -> Result<(), Error> {
    match taught {
        Teachable::Course(course) => lock_course(txn, course).await.map(|_| ()),
        Teachable::Group(group) => lock_group(txn, group).await.map(|_| ()),
    }
}

/// Condition that the course or group is in the scope of the user `t`: a group of their branch,
/// or a course that their branch has and no other branch created. Its only `?` is the id.
const fn reaching(taught: Teachable) -> &'static str {
    match taught {
        Teachable::Course(_) => {
            " AND EXISTS (SELECT 1 FROM courses c WHERE c.id = ? \
             AND (c.branch_id IS NULL OR c.branch_id = t.branch_id) \
             AND (t.branch_id IS NULL OR EXISTS (SELECT 1 FROM branch_courses b \
             WHERE b.course_id = c.id AND b.branch_id = t.branch_id)))"
        }
        Teachable::Group(_) => {
            " AND EXISTS (SELECT 1 FROM groups g WHERE g.id = ? \
             AND coalesce(g.branch_id, 0) = coalesce(t.branch_id, 0))"
        }
    }
}

/// Returns the number of courses and groups in an instructor's scope.
///
/// # Errors
/// The database failed.
pub async fn count_taught(db: &Db, scope: AccessScope) -> Result<TaughtCounts, Error> {
    let connection = db.read();
    let courses = Sql::new(connection)
        .text("SELECT count(*) FROM courses t WHERE TRUE")
        .courses_in_scope("t", scope)
        .number(connection)
        .await?;
    let groups = Sql::new(connection)
        .text("SELECT count(*) FROM groups t WHERE t.deleted_at IS NULL")
        .groups_in_scope("t", scope)
        .number(connection)
        .await?;
    Ok(TaughtCounts { courses, groups })
}

/// Returns the instructors of a course or group, by name.
///
/// # Errors
/// The database failed.
pub async fn list(db: &Db, taught: Teachable) -> Result<Vec<InstructorRow>, Error> {
    let types = user_types::with_role(db.read(), Role::Instructor).await?;
    let word = taught.word();
    let rows = instructor_columns(db, &types).add(
        &format!(
            " FROM {word}_instructors i JOIN users t ON t.id = i.user_id WHERE i.{word}_id = ? \
             ORDER BY t.sort_name, t.id"
        ),
        [taught.id().into()],
    );
    read(rows, db).await
}

/// Returns the active users who could teach it and do not yet, by name, matching the words of
/// `text`; at most 20. `branch` is the actor's.
///
/// # Errors
/// The database failed.
pub async fn find_candidates(
    db: &Db,
    taught: Teachable,
    branch: Option<BranchId>,
    text: &str,
) -> Result<Vec<InstructorRow>, Error> {
    let types = user_types::with_role(db.read(), Role::Instructor).await?;
    let word = taught.word();
    let rows = instructor_columns(db, &types)
        .text(" FROM users t WHERE t.active AND t.user_type_id IN ")
        .ids(&types)
        .add(
            &format!(
                " AND NOT EXISTS (SELECT 1 FROM {word}_instructors i WHERE i.{word}_id = ? \
                 AND i.user_id = t.id)"
            ),
            [taught.id().into()],
        )
        .add(reaching(taught), [taught.id().into()])
        .users_in_scope("t", AccessScope::for_branch(branch))
        .words("t.search", &search_text::search_words(text))
        .add(
            " ORDER BY t.sort_name, t.id LIMIT ?",
            [paging::limit(OFFERED)],
        );
    read(rows, db).await
}

/// Makes the user an instructor of the course or group. Adding twice is harmless.
///
/// # Errors
/// [`Error::NotFound`], also for a user who cannot teach, or who does not have it in their
/// scope.
pub async fn add(
    db: &Db,
    audit: &AuditContext,
    taught: Teachable,
    user: UserId,
) -> Result<(), Error> {
    let txn = db.write().await?;
    let user_row = lock_user(&txn, user).await?;
    lock(&txn, taught).await?;
    let types = user_types::with_role(&txn, Role::Instructor).await?;
    let could = Sql::new(&txn)
        .add(
            "SELECT count(*) FROM users t WHERE t.id = ? AND t.user_type_id IN ",
            [user.into()],
        )
        .ids(&types)
        .add(reaching(taught), [taught.id().into()])
        .number(&txn)
        .await?;
    if could == 0 {
        return Err(Error::NotFound);
    }
    let inserted = insert(&txn, taught, user).await?;
    let added = Activity::InstructorAdded {
        user: user_row.full_name(),
        of: taught,
    };
    subject(taught, user)
        .log_and_commit_if(inserted, txn, audit, added)
        .await
}

/// Removes the user as an instructor of the course or group. Removing twice is harmless.
///
/// # Errors
/// [`Error::NotFound`].
pub async fn remove(
    db: &Db,
    audit: &AuditContext,
    taught: Teachable,
    user: UserId,
) -> Result<(), Error> {
    let txn = db.write().await?;
    let user_row = user::Entity::find_by_id(user).one(&txn).await?;
    let user_row = user_row.ok_or(Error::NotFound)?;
    lock(&txn, taught).await?;
    let word = taught.word();
    let deleted = Sql::new(&txn)
        .add(
            &format!("DELETE FROM {word}_instructors WHERE {word}_id = ? AND user_id = ?"),
            [taught.id().into(), user.into()],
        )
        .execute(&txn)
        .await?;
    let removed = Activity::InstructorRemoved {
        user: user_row.full_name(),
        of: taught,
    };
    subject(taught, user)
        .log_and_commit_if(deleted > 0, txn, audit, removed)
        .await
}

/// Inserts the user as an instructor; false where they already are one. Logs nothing.
pub(crate) async fn insert(txn: &Txn, taught: Teachable, user: UserId) -> Result<bool, Error> {
    let word = taught.word();
    let added = Sql::new(txn)
        .add(
            &format!(
                "INSERT INTO {word}_instructors ({word}_id, user_id) VALUES (?, ?) \
                 ON CONFLICT DO NOTHING"
            ),
            [taught.id().into(), user.into()],
        )
        .execute(txn)
        .await?;
    Ok(added > 0)
}

/// Selects the columns of users `t`; `has_role` says whether the user has one of these types.
fn instructor_columns(db: &Db, types: &[UserTypeId]) -> Sql {
    Sql::new(db.read())
        .text(&format!(
            "SELECT {}, t.user_type_id IN ",
            UserSummary::columns("t")
        ))
        .ids(types)
        .text(" AS has_role")
}

#[derive(FromQueryResult)]
struct InstructorRecord {
    #[sea_orm(nested)]
    user: UserSummary,
    has_role: bool,
}

async fn read(sql: Sql, db: &Db) -> Result<Vec<InstructorRow>, Error> {
    let row = |found: InstructorRecord| InstructorRow {
        user: found.user.id,
        name: found.user.full_name(),
        login: found.user.login,
        active: found.user.active,
        has_role: found.has_role,
    };
    let found = sql.all(db.read()).await?;
    Ok(found.into_iter().map(row).collect())
}
