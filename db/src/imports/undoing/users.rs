//! Users whom an import added or changed.
use super::{
    done::{Done, Left},
    people::{SuperAdmins, Users},
    removals::{self, Used},
    updates,
};
use crate::{
    AuditContext, Error, Txn,
    base::{
        activity::{self, ActivitySubject},
        entities::user,
        locks::{lock_branches, lock_groups},
        sql::Sql,
    },
    enrolments::{self, ChangeStamp, direct},
    imports::applying::mark,
    users::delete_all,
};
use domain::{
    activity::Activity,
    events::ChangeEvent,
    groups::RemovalPolicy,
    ids::{GroupId, ImportId, UserId},
    imports::{problems::RowProblem, stored::RowVerdict},
    mass_actions::MassActionKind,
};
use sea_orm::{ColumnTrait, EntityTrait, FromQueryResult, QueryFilter, QueryOrder, QuerySelect};
use std::collections::BTreeMap;

/// Deletes the users whom these rows added, and gives those whom they changed what they had.
pub(super) async fn take_back(
    txn: &Txn,
    audit: &AuditContext,
    import: ImportId,
    done: &[Done],
) -> Result<Left, Error> {
    lock_branches(txn).await?;
    let users = lock_all(txn, done).await?;
    let mut super_admins = SuperAdmins::count(txn).await?;
    let mut left = Left::new();
    delete_added(txn, audit, done, &users, &mut super_admins, &mut left).await?;
    leave_groups(txn, audit, import, done, &users).await?;
    updates::take_back(txn, audit, done, &users, &mut super_admins, &mut left).await?;
    let created = done
        .iter()
        .flat_map(|one| one.traces.created.iter().copied());
    removals::delete_unused_groups(txn, audit, created).await?;
    Ok(left)
}

/// Returns the users of the rows, locked by id.
async fn lock_all(txn: &Txn, done: &[Done]) -> Result<Users, Error> {
    let ids = done.iter().filter_map(|one| one.row.user_id);
    let users = user::Entity::find()
        .filter(user::Column::Id.is_in(ids))
        .order_by_asc(user::Column::Id)
        .lock_exclusive()
        .all(txn)
        .await?;
    Ok(users.into_iter().map(|user| (user.id, user)).collect())
}

async fn delete_added(
    txn: &Txn,
    audit: &AuditContext,
    done: &[Done],
    users: &Users,
    super_admins: &mut SuperAdmins,
    left: &mut Left,
) -> Result<(), Error> {
    let added = done
        .iter()
        .filter(|one| one.row.verdict == Some(RowVerdict::Added));
    let added: Vec<(&Done, &user::Model)> = added
        .filter_map(|one| Some((one, users.get(&one.row.user_id?)?)))
        .collect();
    let ids: Vec<UserId> = added.iter().map(|(_, user)| user.id).collect();
    let used = Used::find(txn, &ids).await?;
    let mut deleted = Vec::new();
    for (one, user) in added {
        let why = if used.contains(user.id) {
            RowProblem::UsedSince
        } else if user.version != one.traces.version {
            RowProblem::EditedSince
        } else if !super_admins.spare(user) {
            RowProblem::LastSuperAdmin
        } else {
            deleted.push(user);
            continue;
        };
        left.insert(one.row.place, why);
    }
    let ids: Vec<UserId> = deleted.iter().map(|user| user.id).collect();
    delete_all(txn, &ids).await?;
    let lines = deleted.iter().map(|user| {
        let gone = Activity::UserDeleted {
            user: user.full_name(),
            login: user.login.clone(),
        };
        (ActivitySubject::user(user.id), gone)
    });
    activity::log_many(txn, audit, lines).await
}

#[derive(FromQueryResult)]
struct Member {
    group_id: GroupId,
    user_id: UserId,
}

/// Takes users who were there before out of the groups and courses that the import put them into.
async fn leave_groups(
    txn: &Txn,
    audit: &AuditContext,
    import: ImportId,
    done: &[Done],
    users: &Users,
) -> Result<(), Error> {
    let updated = done
        .iter()
        .filter(|one| one.row.verdict == Some(RowVerdict::Updated));
    let ids: Vec<UserId> = updated.filter_map(|one| one.row.user_id).collect();
    if ids.is_empty() {
        return Ok(());
    }
    let of_groups = put_into(txn, import, &ids).await?;
    let stamp = ChangeStamp::at(audit.at);
    lock_groups(txn, &of_groups.keys().copied().collect::<Vec<_>>()).await?;
    for (group, members) in of_groups {
        let added = (mark(import), MassActionKind::AddMembers);
        enrolments::reverse(txn, group, added, &members, stamp).await?;
        log_removed(
            txn,
            audit,
            group,
            members.iter().filter_map(|user| users.get(user)),
        )
        .await?;
    }
    direct::withdraw_marked(txn, mark(import), &ids, stamp).await?;
    for user in ids {
        txn.publish(ChangeEvent::User(user));
    }
    Ok(())
}

async fn log_removed(
    txn: &Txn,
    audit: &AuditContext,
    group: GroupId,
    users: impl Iterator<Item = &user::Model>,
) -> Result<(), Error> {
    let lines = users.map(|user| {
        let removed = Activity::MemberRemoved {
            user: user.full_name(),
            policy: RemovalPolicy::WithdrawAccess,
            readmission: None,
        };
        (ActivitySubject::group(group).and_user(user.id), removed)
    });
    activity::log_many(txn, audit, lines).await
}

/// Returns the groups outside the trash that the import put these users into.
async fn put_into(
    txn: &Txn,
    import: ImportId,
    ids: &[UserId],
) -> Result<BTreeMap<GroupId, Vec<UserId>>, Error> {
    let members: Vec<Member> = Sql::new(txn)
        .add(
            "SELECT m.group_id, m.user_id FROM group_members m JOIN groups g ON g.id = m.group_id \
             WHERE g.deleted_at IS NULL AND m.mass_action_id = ? AND m.user_id IN ",
            [mark(import).into()],
        )
        .ids(ids)
        .all(txn)
        .await?;
    let mut of_groups: BTreeMap<GroupId, Vec<UserId>> = BTreeMap::new();
    for member in members {
        of_groups
            .entry(member.group_id)
            .or_default()
            .push(member.user_id);
    }
    Ok(of_groups)
}
