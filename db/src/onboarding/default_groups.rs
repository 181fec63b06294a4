//! The groups that every new user joins: the portal's and their branch's.
use crate::{
    AuditContext, Db, Error, Txn,
    base::{
        activity::{self, ActivitySubject},
        entities::group_member::MembershipSource,
        locks::lock_group,
    },
    branches,
    enrolments::{self, ChangeStamp, CourseSet},
    settings,
};
use domain::{
    activity::Activity,
    ids::{BranchId, GroupId, UserId},
};
use sea_orm::ConnectionTrait;
use std::collections::BTreeSet;

/// Returns the groups that new users of this branch join.
///
/// # Errors
/// The database failed.
pub async fn default_groups(db: &Db, branch: Option<BranchId>) -> Result<BTreeSet<GroupId>, Error> {
    default_groups_on(db.read(), branch).await
}

/// In the order of locks; a group that is both is returned once.
pub(crate) async fn default_groups_on(
    conn: &impl ConnectionTrait,
    branch: Option<BranchId>,
) -> Result<BTreeSet<GroupId>, Error> {
    let of_portal = settings::default_group_on(conn).await?;
    let in_branch = branches::default_group(conn, branch).await?;
    Ok(of_portal.into_iter().chain(in_branch).collect())
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
        let stamp = ChangeStamp::at(audit.at);
        join_default(txn, audit, branch, group, onboarded_users, stamp).await?;
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
    stamp: ChangeStamp,
) -> Result<(), Error> {
    match lock_group(txn, group).await {
        Ok(_) => {}
        // It was moved to the trash a moment ago.
        Err(Error::NotFound) => return Ok(()),
        Err(error) => return Err(error),
    }
    let users: Vec<UserId> = onboarded_users.iter().map(|one| one.user).collect();
    let (courses, skipped_courses) = match branch {
        Some(branch) => {
            let missing_courses = branches::missing_courses(txn, branch, group).await?;
            (CourseSet::OfBranch(branch), missing_courses)
        }
        None => (CourseSet::All, Vec::new()),
    };
    enrolments::add(
        txn,
        group,
        &users,
        MembershipSource::Default,
        stamp,
        Some(courses),
    )
    .await?;
    let lines = onboarded_users.iter().map(|one| {
        let subject = ActivitySubject::group(group).and_user(one.user);
        let joined = Activity::MemberJoinedByDefault {
            user: one.name.clone(),
            skipped_courses: skipped_courses.clone(),
        };
        (subject, joined)
    });
    activity::log_many(txn, audit, lines).await
}
