//! The groups that every new user joins: the portal's and their branch's.
use super::{clear, put, value};
use crate::{
    AuditContext, Db, Error, Txn,
    base::activity::{self, ActivitySubject},
    branches,
    enrolments::{self, ChangeStamp, CourseSet},
};
use domain::{
    branches::some_of,
    events::ChangeEvent,
    ids::{BranchId, GroupId, UserId},
};
use sea_orm::ConnectionTrait;
use std::collections::BTreeSet;

const DEFAULT_GROUP: &str = "default_group";

/// Returns the group that every new user joins.
///
/// # Errors
/// The database failed.
pub async fn default_group(db: &Db) -> Result<Option<GroupId>, Error> {
    default_group_on(db.read()).await
}

/// Returns the groups that new users of this branch join.
///
/// # Errors
/// The database failed.
pub async fn default_groups(db: &Db, branch: Option<BranchId>) -> Result<BTreeSet<GroupId>, Error> {
    default_groups_on(db.read(), branch).await
}

/// In the order of locks; a group that is both is returned once.
async fn default_groups_on(
    conn: &impl ConnectionTrait,
    branch: Option<BranchId>,
) -> Result<BTreeSet<GroupId>, Error> {
    let of_portal = default_group_on(conn).await?;
    let in_branch = branches::default_group(conn, branch).await?;
    Ok(of_portal.into_iter().chain(in_branch).collect())
}

/// Sets the group that every new user joins from now on, or none.
///
/// # Errors
/// [`Error::NotFound`], also for a group in the trash or of a branch.
pub async fn set_default_group(
    db: &Db,
    audit: &AuditContext,
    group: Option<GroupId>,
) -> Result<(), Error> {
    let txn = db.write().await?;
    let old = default_group_on(&txn).await?;
    if old == group {
        return Ok(());
    }
    if let Some(old) = old {
        txn.publish(ChangeEvent::Group(old));
    }
    let (detail, subject) = match group {
        Some(id) => {
            // Someone who deletes it comes before or after, and then clears the setting.
            let row = enrolments::lock_group(&txn, id).await?;
            if row.branch_id.is_some() {
                return Err(Error::NotFound);
            }
            put(&txn, DEFAULT_GROUP, &id.to_string()).await?;
            (format!("made {} the default group", row.name), group)
        }
        None => {
            clear(&txn, DEFAULT_GROUP, None).await?;
            ("removed the default group".to_owned(), None)
        }
    };
    let subject = ActivitySubject {
        group: subject,
        ..ActivitySubject::NONE
    };
    subject.log(&txn, audit, "settings.edit", detail).await?;
    Ok(txn.commit().await?)
}

/// A user who was just added or approved.
pub(crate) struct OnboardedUser {
    pub user: UserId,
    /// First and last name.
    pub name: String,
}

/// Adds new users of this branch to the default groups of the portal and of the branch. The
/// caller has locked the users.
pub(crate) async fn join_default_groups(
    txn: &Txn,
    audit: &AuditContext,
    branch: Option<BranchId>,
    onboarded_users: &[OnboardedUser],
) -> Result<(), Error> {
    for group in default_groups_on(txn, branch).await? {
        join_default(txn, audit, branch, group, onboarded_users).await?;
    }
    Ok(())
}

/// Adds users of this branch to a default group and enrols them in all its courses that the
/// branch has, whatever its policy. The caller has locked the users.
pub(crate) async fn join_default(
    txn: &Txn,
    audit: &AuditContext,
    branch: Option<BranchId>,
    group: GroupId,
    onboarded_users: &[OnboardedUser],
) -> Result<(), Error> {
    match enrolments::lock_group(txn, group).await {
        Ok(_) => {}
        // It was moved to the trash a moment ago.
        Err(Error::NotFound) => return Ok(()),
        Err(error) => return Err(error),
    }
    let users: Vec<i64> = onboarded_users.iter().map(|one| one.user.0).collect();
    let (courses, skipped) = match branch {
        Some(branch) => {
            let missing_courses = branches::missing_courses(txn, branch, group).await?;
            (CourseSet::OfBranch(branch), skipping(&missing_courses))
        }
        None => (CourseSet::All, String::new()),
    };
    let stamp = ChangeStamp::at(audit.at);
    enrolments::add(txn, group, &users, "default", stamp, Some(courses)).await?;
    let lines = onboarded_users.iter().map(|one| {
        let subject = ActivitySubject {
            group: Some(group),
            user: Some(one.user),
            course: None,
            ..ActivitySubject::NONE
        };
        let detail = format!("added {} to the default group{skipped}", one.name);
        (subject, detail)
    });
    activity::log_many(txn, audit, "member.default", lines).await
}

/// The part of an activity line about courses that the branch does not have.
fn skipping(courses: &[String]) -> String {
    if courses.is_empty() {
        return String::new();
    }
    format!(" (not available in the branch: {})", some_of(courses))
}

/// Clears the default group if it is this one, which is being deleted; returns whether it was.
/// The caller has locked the group.
pub(crate) async fn clear_default_group(txn: &Txn, group: GroupId) -> Result<bool, Error> {
    clear(txn, DEFAULT_GROUP, Some(&group.to_string())).await
}

pub(crate) async fn default_group_on(
    conn: &impl ConnectionTrait,
) -> Result<Option<GroupId>, Error> {
    let id = value(conn, DEFAULT_GROUP).await?;
    id.map(|id| id.parse())
        .transpose()
        .map_err(|_| Error::InvalidData("settings.default_group"))
}
