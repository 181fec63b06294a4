//! Groups and courses that the users of a step join.
use crate::{
    AuditContext, Error, Txn,
    base::{
        activity::{self, ActivitySubject},
        entities::group_member::MembershipSource,
        locks::{lock_group, lock_groups},
    },
    enrolments::{self, ChangeStamp, direct},
    groups,
    imports::planning::{Joins, names},
};
use domain::{
    access_scope::AccessScope,
    activity::Activity,
    groups::{Description, EnrolmentPolicy, GroupInfo, GroupName, LeavingPolicy, RemovalPolicy},
    ids::{BranchId, CourseId, GroupId, ImportId, MassActionId, UserId},
    money::Price,
};
use std::collections::{BTreeMap, HashMap};

/// What the rows that an import added are marked with: no mass action has such an id.
pub(in crate::imports) const fn mark(import: ImportId) -> MassActionId {
    MassActionId(-import.0)
}

/// A user of a step, with what they join.
pub(super) struct Joining<'a> {
    pub user: UserId,
    pub name: String,
    pub branch: Option<BranchId>,
    pub joins: &'a Joins,
}

/// Adds users to the groups and courses of their rows, each with one line of the activity; groups
/// that do not exist are created. Returns those, by the user for whom.
pub(super) async fn join(
    txn: &Txn,
    audit: &AuditContext,
    import: ImportId,
    users: &[Joining<'_>],
) -> Result<HashMap<UserId, Vec<GroupId>>, Error> {
    let (created, of_groups) = with_new_groups(txn, audit, users).await?;
    let mut groups: BTreeMap<GroupId, Vec<&Joining<'_>>> = BTreeMap::new();
    let mut courses: BTreeMap<CourseId, Vec<&Joining<'_>>> = BTreeMap::new();
    for one in users {
        let new = of_groups.get(&one.user).into_iter().flatten();
        for group in one.joins.groups.iter().chain(new) {
            groups.entry(*group).or_default().push(one);
        }
        for course in &one.joins.courses {
            courses.entry(*course).or_default().push(one);
        }
    }
    let stamp = ChangeStamp {
        action: Some(mark(import)),
        ..ChangeStamp::at(audit.at)
    };
    lock_groups(txn, &groups.keys().copied().collect::<Vec<_>>()).await?;
    for (group, users) in groups {
        join_group(txn, audit, group, &users, stamp).await?;
    }
    for (course, users) in courses {
        enrol(txn, audit, course, &users, stamp).await?;
    }
    Ok(created)
}

async fn join_group(
    txn: &Txn,
    audit: &AuditContext,
    group: GroupId,
    users: &[&Joining<'_>],
    stamp: ChangeStamp,
) -> Result<(), Error> {
    let row = match lock_group(txn, group).await {
        Ok(row) => row,
        // It was moved to the trash a moment ago.
        Err(Error::NotFound) => return Ok(()),
        Err(error) => return Err(error),
    };
    let ids: Vec<UserId> = users.iter().map(|one| one.user).collect();
    let via = MembershipSource::Import;
    enrolments::add(txn, group, &ids, via, stamp, row.enrols_at_once()).await?;
    let lines = users.iter().map(|one| {
        let subject = ActivitySubject::group(group).and_user(one.user);
        (
            subject,
            Activity::MemberAdded {
                user: one.name.clone(),
            },
        )
    });
    activity::log_many(txn, audit, lines).await
}

async fn enrol(
    txn: &Txn,
    audit: &AuditContext,
    course: CourseId,
    users: &[&Joining<'_>],
    stamp: ChangeStamp,
) -> Result<(), Error> {
    let name = match enrolments::course_name(txn, course).await {
        Ok(name) => name,
        // As such a group.
        Err(Error::NotFound) => return Ok(()),
        Err(error) => return Err(error),
    };
    let ids: Vec<UserId> = users.iter().map(|one| one.user).collect();
    direct::enrol_all(txn, &ids, course, audit.actor, stamp).await?;
    let lines = users.iter().map(|one| {
        let subject = ActivitySubject::user(one.user).and_course(course);
        let granted = Activity::EnrolmentGranted {
            user: one.name.clone(),
            course: name.clone(),
        };
        (subject, granted)
    });
    activity::log_many(txn, audit, lines).await
}

type ByUser = HashMap<UserId, Vec<GroupId>>;

/// Creates the groups that the rows name and that do not exist, in the branches of their users.
/// Returns for whom which was created, and who joins which of them.
async fn with_new_groups(
    txn: &Txn,
    audit: &AuditContext,
    users: &[Joining<'_>],
) -> Result<(ByUser, ByUser), Error> {
    let (mut created, mut joined) = (ByUser::new(), ByUser::new());
    let mut known: HashMap<(Option<BranchId>, String), GroupId> = HashMap::new();
    for one in users {
        for name in &one.joins.new_groups {
            let key = (one.branch, names::key(name));
            let group = match known.get(&key) {
                Some(group) => *group,
                None => {
                    let group = create(txn, audit, one.branch, name).await?;
                    created.entry(one.user).or_default().push(group);
                    known.insert(key, group);
                    group
                }
            };
            joined.entry(one.user).or_default().push(group);
        }
    }
    Ok((created, joined))
}

async fn create(
    txn: &Txn,
    audit: &AuditContext,
    branch: Option<BranchId>,
    name: &str,
) -> Result<GroupId, Error> {
    let invalid = |_| Error::InvalidData("groups.name");
    let info = GroupInfo {
        name: GroupName::parse(name).map_err(invalid)?,
        description: Description::parse("").map_err(invalid)?,
        price: Price::default(),
        listed: false,
        enrolment_policy: EnrolmentPolicy::default(),
        removal_policy: RemovalPolicy::default(),
        leaving_policy: LeavingPolicy::default(),
    };
    let audit = AuditContext {
        scope: AccessScope::for_branch(branch),
        ..audit.clone()
    };
    groups::insert(txn, &audit, &info).await
}
