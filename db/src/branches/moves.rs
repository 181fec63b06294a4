//! Users and groups that go to another branch, or to the whole portal: what that changes, and
//! doing it.
use super::{default_group, find, forget_default_group, hold, is_default, lacking};
use crate::{
    By, Db, Error, Taken, Txn, enrol,
    entities::{group, group_member, user},
    group_courses, groups, mass_actions, members,
    settings::{self, Newcomer, join_default},
    sql::Sql,
    users::{self, full_name},
};
use domain::{
    branches::{BranchOption, GroupMove, UserMove},
    ids::{BranchId, CourseId, GroupId, UserId},
    people::UserState,
};
use sea_orm::{
    ActiveModelTrait, ActiveValue::Set, ColumnTrait, ConnectionTrait, EntityTrait, IntoActiveModel,
    QueryFilter, QueryOrder, QuerySelect, sea_query::Expr,
};

/// The branch to move to, which has to be there; `None` is the whole portal.
async fn destination(
    conn: &impl ConnectionTrait,
    to: Option<BranchId>,
) -> Result<Option<BranchOption>, Error> {
    match find(conn, to).await? {
        None if to.is_some() => Err(Error::NotFound),
        found => Ok(found),
    }
}

/// What moving the user would change.
///
/// # Errors
/// [`Error::NotFound`], also for a branch that is not there.
pub async fn user_move(db: &Db, user: UserId, to: Option<BranchId>) -> Result<UserMove, Error> {
    let conn = db.read();
    let row = user::Entity::find_by_id(user.0).one(conn).await?;
    row.ok_or(Error::NotFound)?;
    let leaving = groups_left(conn, user, to).await?;
    let leaving = leaving
        .into_iter()
        .filter(|group| group.deleted_at.is_none());
    let joined = default_group(conn, to).await?;
    let skipped = match (to, joined) {
        (Some(branch), Some(group)) => lacking(conn, branch, group).await?,
        _ => Vec::new(),
    };
    let joined = match joined {
        Some(group) => group::Entity::find_by_id(group.0).one(conn).await?,
        None => None,
    };
    Ok(UserMove {
        to: destination(conn, to).await?,
        leaving: leaving.map(|group| group.name).collect(),
        joining: joined.map(|group| group.name),
        skipped,
    })
}

/// Moves the user: he leaves the groups of other branches, under the removal policy of each, and
/// joins the branch's default group. Progress stays. Moving him where he is is harmless.
///
/// # Errors
/// [`Error::NotFound`]; [`Error::LastSuperAdmin`]; [`Error::Conflict`] where his type was
/// changed at this moment.
pub async fn move_user(db: &Db, by: &By, user: UserId, to: Option<BranchId>) -> Result<(), Error> {
    let txn = db.write().await?;
    hold(&txn, to).await?;
    let row = users::lock(&txn, user, to.is_none()).await?;
    if row.branch_id.map(BranchId) == to {
        return Ok(());
    }
    for group in groups_left(&txn, user, to).await? {
        leave(&txn, by, &row, &group).await?;
    }
    let name = full_name(&row);
    let is_in = users::state(&row.state)? == UserState::Settled;
    let version = row.version;
    let mut row = row.into_active_model();
    row.branch_id = Set(to.map(|branch| branch.0));
    row.version = Set(version + 1);
    row.update(&txn).await?;
    let detail = match find(&txn, to).await? {
        Some(branch) => format!("moved {name} to the branch {}", branch.name),
        None => format!("moved {name} to the whole portal"),
    };
    users::log(&txn, by, "user.move", user, detail).await?;
    if is_in && let Some(group) = default_group(&txn, to).await? {
        join_default(&txn, by, to, group, &[Newcomer { user, name }]).await?;
    }
    Ok(txn.commit().await?)
}

/// The groups of other branches in which the user is, in the order of locks.
async fn groups_left(
    conn: &impl ConnectionTrait,
    user: UserId,
    to: Option<BranchId>,
) -> Result<Vec<group::Model>, Error> {
    let mine = group_member::Entity::find()
        .select_only()
        .column(group_member::Column::GroupId)
        .filter(group_member::Column::UserId.eq(user.0))
        .into_tuple::<i64>()
        .all(conn)
        .await?;
    let mut groups = group::Entity::find()
        .filter(group::Column::Id.is_in(mine))
        .filter(group::Column::BranchId.is_not_null())
        .order_by_asc(group::Column::Id)
        .all(conn)
        .await?;
    groups.retain(|group| group.branch_id.map(BranchId) != to);
    Ok(groups)
}

async fn leave(txn: &Txn, by: &By, user: &user::Model, group: &group::Model) -> Result<(), Error> {
    let id = GroupId(group.id);
    match enrol::lock_group(txn, id).await {
        Ok(row) => members::take_out(txn, by, &row, user).await,
        // In the trash, which may come back with its numbers.
        Err(Error::NotFound) => enrol::leave_trashed(txn, id, UserId(user.id)).await,
        Err(error) => Err(error),
    }
}

/// What moving the group would change.
///
/// # Errors
/// [`Error::NotFound`], also for a group in the trash.
pub async fn group_move(db: &Db, group: GroupId, to: Option<BranchId>) -> Result<GroupMove, Error> {
    let conn = db.read();
    let row = groups::find(db, group).await?;
    let (strangers, leaving_courses) = match to {
        Some(branch) => (
            strangers(conn, group, branch).await?,
            lacking(conn, branch, group).await?,
        ),
        None => (Vec::new(), Vec::new()),
    };
    let serves_all = settings::default_group_on(conn).await? == Some(group);
    let serves_branch = is_default(conn, group.0).await?;
    Ok(GroupMove {
        to: destination(conn, to).await?,
        members: row.member_count,
        leaving_members: i64::try_from(strangers.len()).unwrap_or(i64::MAX),
        courses: row.course_count,
        leaving_courses,
        loses_default: to.is_some() && (serves_all || serves_branch),
    })
}

/// Moves the group: members and courses that the branch has not leave it, under its removal
/// policy; where it can be a default group no more, it is none. Progress stays.
///
/// # Errors
/// [`Error::NotFound`]; [`Error::Taken`] for its name there; [`Error::Busy`].
pub async fn move_group(
    db: &Db,
    by: &By,
    group: GroupId,
    to: Option<BranchId>,
) -> Result<(), Error> {
    let txn = db.write().await?;
    hold(&txn, to).await?;
    let leaving = match to {
        Some(branch) => lock_users(&txn, strangers(&txn, group, branch).await?).await?,
        None => Vec::new(),
    };
    let row = enrol::lock_group(&txn, group).await?;
    mass_actions::refuse_busy(&txn, group).await?;
    if row.branch_id.map(BranchId) == to {
        return Ok(());
    }
    if let Some(branch) = to {
        part(&txn, by, &row, branch, &leaving).await?;
    }
    group::Entity::update_many()
        .col_expr(
            group::Column::BranchId,
            Expr::value(to.map(|branch| branch.0)),
        )
        .filter(group::Column::Id.eq(group.0))
        .exec(&txn)
        .await
        .map_err(|error| Error::or_taken(error, Taken::GroupName))?;
    let detail = match find(&txn, to).await? {
        Some(branch) => format!("moved the group {} to the branch {}", row.name, branch.name),
        None => format!("moved the group {} to the whole portal", row.name),
    };
    groups::log(&txn, by, "group.move", group, detail).await?;
    Ok(txn.commit().await?)
}

/// Parts the group from who and what the branch has not.
async fn part(
    txn: &Txn,
    by: &By,
    row: &group::Model,
    branch: BranchId,
    leaving: &[i64],
) -> Result<(), Error> {
    let group = GroupId(row.id);
    let policy = groups::removal_policy(row)?;
    enrol::remove(txn, group, leaving, policy, enrol::Mark::at(by.at)).await?;
    let foreign = Sql::new(txn)
        .add(
            "SELECT x.course_id FROM group_courses x WHERE x.group_id = ? AND NOT EXISTS \
             (SELECT 1 FROM branch_courses b WHERE b.branch_id = ? AND b.course_id = x.course_id)",
            [group.0.into(), branch.0.into()],
        )
        .numbers(txn)
        .await?;
    for course in foreign {
        group_courses::take_out(txn, by, row, CourseId(course)).await?;
    }
    settings::forget_default_group(txn, group).await?;
    forget_default_group(txn, group, Some(branch)).await?;
    Ok(())
}

/// The members who are not of the branch.
async fn strangers(
    conn: &impl ConnectionTrait,
    group: GroupId,
    branch: BranchId,
) -> Result<Vec<i64>, Error> {
    Sql::new(conn)
        .add(
            "SELECT m.user_id FROM group_members m JOIN users u ON u.id = m.user_id \
             WHERE m.group_id = ? AND coalesce(u.branch_id, 0) <> ? ORDER BY m.user_id",
            [group.0.into(), branch.0.into()],
        )
        .numbers(conn)
        .await
}

async fn lock_users(txn: &Txn, users: Vec<i64>) -> Result<Vec<i64>, Error> {
    if !Sql::new(txn).is_sqlite() {
        Sql::new(txn)
            .text("SELECT id FROM users WHERE id IN ")
            .ids(&users)
            .text(" ORDER BY id FOR SHARE")
            .rows(txn)
            .await?;
    }
    Ok(users)
}
