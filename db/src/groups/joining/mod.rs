//! Joining a group by its key, or by the key's join link.
mod counting;
mod credential;
mod open;

pub(crate) use credential::JoinCredential;
pub(crate) use open::{link_of, open_link, still_open};

use crate::{
    AuditContext, Db, Error, Txn,
    base::{
        activity::ActivitySubject,
        entities::{course, group, group_course, group_key, group_member::MembershipSource},
    },
    branches,
    delivery::throttles::GuessedKey,
    enrolments, instructors,
};
use counting::{count_redemption, has_redeemed};
use credential::find;
use domain::{
    activity::{Activity, JoinedWith},
    ids::{GroupId, KeyId, UserId},
    keys::{JoinPreview, KeyState},
    time::Timestamp,
};
use sea_orm::{
    ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect, QueryTrait,
};

/// Returns the group that this user can join with the key.
///
/// # Errors
/// [`Error::KeyRejected`] for a key that is wrong, paused, expired, not yet open or used up, and
/// for who was shut out of its group, always the same. Only a member of its group gets a preview that says so.
pub async fn preview(
    db: &Db,
    user: UserId,
    typed: GuessedKey<'_>,
    now: Timestamp,
) -> Result<JoinPreview, Error> {
    preview_with(db, Some(user), JoinCredential::Key(typed), now).await
}

/// Returns the group that the user, or a guest, can join with this link's token. Its 128 bits
/// cannot be guessed, so attempts are not counted.
///
/// # Errors
/// As for [`preview`], with the link's key.
pub async fn preview_link(
    db: &Db,
    user: Option<UserId>,
    token: &str,
    now: Timestamp,
) -> Result<JoinPreview, Error> {
    preview_with(db, user, JoinCredential::Link(token), now).await
}

async fn preview_with(
    db: &Db,
    user: Option<UserId>,
    credential: JoinCredential<'_>,
    now: Timestamp,
) -> Result<JoinPreview, Error> {
    let (key, group) = find(db, db.read(), credential).await?;
    if user.is_some() {
        refuse_other_branch(db.read(), &group, user).await?;
    }
    let (mut already_in, mut returns) = (false, false);
    if let Some(user) = user {
        already_in = enrolments::is_member(db.read(), group.id, user).await?;
        if !already_in {
            refuse_shut_out(db.read(), group.id, user).await?;
            returns = has_redeemed(db.read(), key.id, user).await?;
        }
    }
    let state = if returns {
        key.state_for_returning(now)
    } else {
        key.state(now)
    };
    if !already_in && state != KeyState::Open {
        return Err(Error::KeyRejected);
    }
    Ok(JoinPreview {
        courses: active_courses(db, group.id).await?,
        instructors: active_instructors(db, group.id).await?,
        group: group.id,
        name: group.name,
        description: group.description,
        already_in,
    })
}

/// Returns the names of the group's active courses.
async fn active_courses(db: &Db, group: GroupId) -> Result<Vec<String>, Error> {
    let in_group = group_course::Entity::find()
        .select_only()
        .column(group_course::Column::CourseId)
        .filter(group_course::Column::GroupId.eq(group));
    let courses = course::Entity::find()
        .filter(course::Column::Active.eq(true))
        .filter(course::Column::Id.in_subquery(in_group.into_query()))
        .order_by_asc(course::Column::SortName)
        .all(db.read())
        .await?;
    Ok(courses.into_iter().map(|course| course.name).collect())
}

/// Returns the names of those who teach the group now.
async fn active_instructors(db: &Db, group: GroupId) -> Result<Vec<String>, Error> {
    let rows = instructors::list(db, group.into()).await?;
    let teaching = rows.into_iter().filter(|row| row.active && row.has_role);
    Ok(teaching.map(|row| row.name).collect())
}

/// Rejects all keys of a group that the user is shut out of.
async fn refuse_shut_out(
    conn: &impl ConnectionTrait,
    group: GroupId,
    user: UserId,
) -> Result<(), Error> {
    if enrolments::is_shut_out(conn, group, user).await? {
        return Err(Error::KeyRejected);
    }
    Ok(())
}

/// Redeems the key: one redemption, the membership, and the group's courses, in one transaction.
/// The maximum holds exactly under any concurrency. A user who redeemed the key before, left and
/// joins again is not counted again, and is let in also where the key is used up.
///
/// # Errors
/// [`Error::KeyRejected`], also for who was removed from the group and shut out;
/// [`Error::AlreadyMember`] for a member, for whom nothing changes and nothing is counted.
pub async fn redeem(
    db: &Db,
    audit: &AuditContext,
    user: UserId,
    typed: GuessedKey<'_>,
) -> Result<GroupId, Error> {
    redeem_with(db, audit, user, JoinCredential::Key(typed)).await
}

/// Redeems the key of the join link with this token, as [`redeem`] does.
///
/// # Errors
/// As for [`redeem`].
pub async fn redeem_link(
    db: &Db,
    audit: &AuditContext,
    user: UserId,
    token: &str,
) -> Result<GroupId, Error> {
    redeem_with(db, audit, user, JoinCredential::Link(token)).await
}

async fn redeem_with(
    db: &Db,
    audit: &AuditContext,
    user: UserId,
    credential: JoinCredential<'_>,
) -> Result<GroupId, Error> {
    let txn = db.write().await?;
    let key = lock(db, &txn, credential).await?;
    let group = join(&txn, audit, &key, user, credential.joined_with()).await?;
    txn.commit().await?;
    Ok(group)
}

/// Returns the key, locked against other uses until the transaction ends.
///
/// Redemptions wait for each other, so that one user joining twice at the same time is counted
/// once. The key is locked before users and groups, as when the group is deleted.
async fn lock(
    db: &Db,
    txn: &Txn,
    credential: JoinCredential<'_>,
) -> Result<group_key::Model, Error> {
    let (key, _) = find(db, txn, credential).await?;
    lock_live(txn, key.id).await
}

async fn lock_live(txn: &Txn, key: KeyId) -> Result<group_key::Model, Error> {
    group_key::Entity::find_by_id(key)
        .filter(group_key::Column::RetiredAt.is_null())
        .lock_exclusive()
        .one(txn)
        .await?
        .ok_or(Error::KeyRejected)
}

/// A key that a guest typed and that anyone can join with: what is left to do takes long, and is no
/// attempt at a key.
#[derive(Clone, Copy)]
pub struct OpenKey(KeyId);

/// Returns the key that a guest typed to sign up with.
///
/// # Errors
/// As for [`preview`].
pub async fn find_open(db: &Db, typed: GuessedKey<'_>, now: Timestamp) -> Result<OpenKey, Error> {
    let (key, _) = find(db, db.read(), JoinCredential::Key(typed)).await?;
    if key.state(now) == KeyState::Open {
        Ok(OpenKey(key.id))
    } else {
        Err(Error::KeyRejected)
    }
}

/// As [`lock`].
pub(crate) async fn lock_open(txn: &Txn, OpenKey(key): OpenKey) -> Result<group_key::Model, Error> {
    let row = lock_live(txn, key).await?;
    let group = group::Entity::find_by_id(row.group_id)
        .filter(group::Column::DeletedAt.is_null())
        .one(txn)
        .await?;
    group.map(|_| row).ok_or(Error::KeyRejected)
}

/// Whether someone can join by the link with this token now.
///
/// # Errors
/// The database failed.
pub async fn is_open_link(db: &Db, token: &str, now: Timestamp) -> Result<bool, Error> {
    Ok(open_link(db, db.read(), token, now).await?.is_some())
}

/// Adds one redemption of the locked key, the membership, and the group's courses.
pub(crate) async fn join(
    txn: &Txn,
    audit: &AuditContext,
    key: &group_key::Model,
    user: UserId,
    with: JoinedWith,
) -> Result<GroupId, Error> {
    if enrolments::is_member(txn, key.group_id, user).await? {
        return Err(Error::AlreadyMember);
    }
    let group = group::Entity::find_by_id(key.group_id).one(txn).await?;
    refuse_other_branch(txn, &group.ok_or(Error::KeyRejected)?, Some(user)).await?;
    refuse_shut_out(txn, key.group_id, user).await?;
    count_redemption(txn, key.id, user, audit.at).await?;
    let group = key.group_id;
    if !enrolments::join_and_enrol(txn, group, user, MembershipSource::Key, audit.at).await? {
        // An administrator added the user a moment ago.
        return Err(Error::AlreadyMember);
    }
    ActivitySubject::group(group)
        .and_user(user)
        .log(txn, audit, Activity::MemberJoined { with })
        .await?;
    Ok(group)
}

/// Rejects the key of a branch's group for users of other branches.
async fn refuse_other_branch(
    conn: &impl ConnectionTrait,
    group: &group::Model,
    user: Option<UserId>,
) -> Result<(), Error> {
    let branch = match group.branch_id {
        Some(_) => branches::of_user(conn, user).await?,
        None => None,
    };
    if enrolments::rules::may_join(group, branch) {
        return Ok(());
    }
    Err(Error::KeyRejected)
}
