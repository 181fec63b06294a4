//! Groups that an import added or changed, and courses that it added to a group.
use super::{
    done::{Done, Left},
    removals::delete_group,
};
use crate::{
    AuditContext, Error, Txn,
    base::{
        activity::ActivitySubject,
        entities::{group, group_key, import},
        locks::lock_group,
    },
    groups::group_courses,
    imports::planning::{Change, YES},
};
use domain::{
    activity::Activity,
    groups::RemovalPolicy,
    ids::{CourseId, GroupId},
    imports::{columns::Field, problems::RowProblem, stored::RowVerdict},
    money::Price,
};
use sea_orm::{
    ActiveModelTrait, ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter, QuerySelect,
};

pub(super) async fn take_back(
    txn: &Txn,
    audit: &AuditContext,
    done: &[Done],
) -> Result<Left, Error> {
    let mut left = Left::new();
    for one in done {
        let Some(id) = one.row.target_id.map(GroupId) else {
            continue;
        };
        let Some(group) = locked(txn, id).await? else {
            continue;
        };
        let is_complete = match one.row.verdict {
            Some(RowVerdict::Added) => delete(txn, audit, one, &group).await?,
            _ => restore(txn, audit, one, &group).await?,
        };
        if !is_complete {
            left.insert(one.row.place, RowProblem::EditedSince);
        }
    }
    Ok(left)
}

/// Removes the courses that these rows added to the group.
pub(super) async fn remove_courses(
    txn: &Txn,
    audit: &AuditContext,
    import: &import::Model,
    done: &[Done],
) -> Result<Left, Error> {
    let group = import.group_id.ok_or(Error::NotFound)?;
    if locked(txn, group).await?.is_some() {
        for one in done {
            remove_all(txn, audit, group, &one.traces.courses).await?;
        }
    }
    Ok(Left::new())
}

/// Returns the locked group; `None` if it is in the trash.
async fn locked(txn: &Txn, group: GroupId) -> Result<Option<group::Model>, Error> {
    match lock_group(txn, group).await {
        Ok(row) => Ok(Some(row)),
        Err(Error::NotFound) => Ok(None),
        Err(error) => Err(error),
    }
}

/// Deletes a group that is as the import made it; returns whether it did.
async fn delete(
    txn: &Txn,
    audit: &AuditContext,
    one: &Done,
    group: &group::Model,
) -> Result<bool, Error> {
    let courses = i64::try_from(one.traces.courses.len()).unwrap_or(i64::MAX);
    let keys = group_key::Entity::find()
        .filter(group_key::Column::GroupId.eq(group.id))
        .all(txn)
        .await?;
    let own_keys = keys
        .iter()
        .all(|key| Some(key.id) == one.traces.key && key.used == 0);
    let is_same = group.version == one.traces.version
        && group.member_count == 0
        && group.course_count == courses;
    Ok(is_same && own_keys && delete_group(txn, audit, group).await?)
}

/// Gives a group what it had where it still has the import's; returns whether that was all.
async fn restore(
    txn: &Txn,
    audit: &AuditContext,
    one: &Done,
    group: &group::Model,
) -> Result<bool, Error> {
    remove_all(txn, audit, group.id, &one.traces.courses).await?;
    let mut is_complete = retire_key(txn, audit, one, group.id).await?;
    let mut saved = group::ActiveModel {
        id: Set(group.id),
        version: Set(group.version + 1),
        ..Default::default()
    };
    let mut changed = false;
    for change in &one.traces.changes {
        match restore_field(&mut saved, group, change) {
            Some(true) => changed = true,
            Some(false) => is_complete = false,
            None => {}
        }
    }
    if let Some((old, new)) = one.traces.prices {
        if group.price == Price::from_minor(new) {
            saved.price = Set(Price::from_minor(old));
            changed = true;
        } else {
            is_complete = false;
        }
    }
    if changed {
        saved.update(txn).await?;
        let edited = Activity::GroupEdited {
            group: group.name.clone(),
            new_name: None,
        };
        ActivitySubject::group(group.id)
            .log(txn, audit, edited)
            .await?;
    }
    Ok(is_complete)
}

/// Sets the field to what it was; false where someone has changed it since, and `None` for a field that
/// is restored elsewhere.
fn restore_field(
    saved: &mut group::ActiveModel,
    group: &group::Model,
    change: &Change,
) -> Option<bool> {
    let is_the_imports = match change.field {
        Field::Description => group.description == change.after,
        Field::Listed => group.listed == (change.after == YES),
        _ => return None,
    };
    match change.field {
        Field::Description if is_the_imports => {
            saved.description = Set(change.before.clone());
        }
        Field::Listed if is_the_imports => saved.listed = Set(change.before == YES),
        _ => {}
    }
    Some(is_the_imports)
}

async fn remove_all(
    txn: &Txn,
    audit: &AuditContext,
    group: GroupId,
    courses: &[CourseId],
) -> Result<(), Error> {
    for course in courses {
        let policy = RemovalPolicy::WithdrawAccess;
        match group_courses::withdraw(txn, audit, group, *course, policy).await {
            // Someone removed it already.
            Ok(()) | Err(Error::NotFound) => {}
            Err(error) => return Err(error),
        }
    }
    Ok(())
}

/// Ends the key that the import added, unless someone has used it.
async fn retire_key(
    txn: &Txn,
    audit: &AuditContext,
    one: &Done,
    group: GroupId,
) -> Result<bool, Error> {
    let Some(key) = one.traces.key else {
        return Ok(true);
    };
    let found = group_key::Entity::find_by_id(key)
        .filter(group_key::Column::RetiredAt.is_null())
        .lock_exclusive()
        .one(txn)
        .await?;
    let Some(found) = found else { return Ok(true) };
    if found.used > 0 {
        return Ok(false);
    }
    let mut found: group_key::ActiveModel = found.into();
    found.retired_at = Set(Some(audit.at));
    found.update(txn).await?;
    ActivitySubject::group(group)
        .log(txn, audit, Activity::KeyDeleted {})
        .await?;
    Ok(true)
}
