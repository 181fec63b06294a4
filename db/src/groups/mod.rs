//! Groups: the list and the editor's Info tab.
mod list;
mod naming;

pub use list::{Sort, list};

use crate::{
    By, Db, Error, Taken, Txn,
    activity::{self, Subject},
    catalog, enrol,
    entities::{branch, group},
    fold::{clip, fold},
    keys, settings,
    sql::Sql,
};
use domain::{
    groups::{EnrolmentPolicy, GroupDetails, GroupInfo, NewKey, RemovalPolicy},
    ids::GroupId,
    members::Counts,
    money::Price,
    time::Timestamp,
};
use sea_orm::{
    ActiveModelTrait, ActiveValue::Set, ColumnTrait, ConnectionTrait, EntityTrait, IntoActiveModel,
    QueryFilter,
};

/// # Errors
/// [`Error::NotFound`], also for a group in the trash.
pub async fn get(db: &Db, group: GroupId) -> Result<GroupDetails, Error> {
    details(db.read(), find(db, group).await?).await
}

/// Adds a group, with its first key where there is one.
///
/// # Errors
/// [`Error::Taken`] for the name or the key.
pub async fn create(
    db: &Db,
    by: &By,
    info: &GroupInfo,
    key: Option<&NewKey>,
) -> Result<GroupId, Error> {
    let txn = db.write().await?;
    let mut row = group::ActiveModel {
        created_at: Set(by.at.0),
        ..Default::default()
    };
    write_info(&mut row, info);
    let row = row
        .insert(&txn)
        .await
        .map_err(|error| Error::or_taken(error, Taken::GroupName))?;
    let group = GroupId(row.id);
    if let Some(key) = key {
        keys::insert(&txn, db.secrets(), group, key, by.at).await?;
    }
    log(
        &txn,
        by,
        "group.add",
        group,
        format!("added the group {}", row.name),
    )
    .await?;
    txn.commit().await?;
    Ok(group)
}

/// # Errors
/// [`Error::NotFound`], [`Error::Taken`]; [`Error::GroupConflict`] where the group is not of
/// `version` any more.
pub async fn update(
    db: &Db,
    by: &By,
    group: GroupId,
    version: i64,
    info: &GroupInfo,
) -> Result<(), Error> {
    let txn = db.write().await?;
    let now = enrol::lock_group(&txn, group).await?;
    if now.version != version {
        let now = details(&txn, now).await?;
        return Err(Error::GroupConflict(Box::new(now)));
    }
    let detail = if now.name == info.name.as_str() {
        format!("edited the group {}", now.name)
    } else {
        format!("edited the group {}, now {}", now.name, info.name.as_str())
    };
    let mut row = now.into_active_model();
    write_info(&mut row, info);
    row.version = Set(version + 1);
    row.update(&txn)
        .await
        .map_err(|error| Error::or_taken(error, Taken::GroupName))?;
    log(&txn, by, "group.edit", group, detail).await?;
    txn.commit().await?;
    Ok(())
}

/// Makes a group like this one: description, price, policies and courses, without members and
/// keys. The name is "... (copy)", numbered where that is taken.
///
/// # Errors
/// [`Error::NotFound`].
pub async fn clone(db: &Db, by: &By, group: GroupId) -> Result<GroupId, Error> {
    let txn = db.write().await?;
    let original = enrol::lock_group(&txn, group).await?;
    let detail = format!("added the group as a copy of {}", original.name);
    let name = naming::copy_name(&txn, &original).await?;
    let copy = group::ActiveModel {
        branch_id: Set(original.branch_id),
        name_folded: Set(clip(fold(&name), 800)),
        search: Set(clip(fold(&name), 1_700)),
        name: Set(name),
        description: Set(original.description),
        price_minor: Set(original.price_minor),
        enrolment_policy: Set(original.enrolment_policy),
        removal_policy: Set(original.removal_policy),
        course_count: Set(original.course_count),
        created_at: Set(by.at.0),
        ..Default::default()
    };
    let copy = copy
        .insert(&txn)
        .await
        .map_err(|error| Error::or_taken(error, Taken::GroupName))?;
    Sql::new(&txn)
        .add(
            "INSERT INTO group_courses (group_id, course_id, position, added_at) \
             SELECT ?, course_id, position, ? FROM group_courses WHERE group_id = ?",
            [copy.id.into(), by.at.0.into(), group.0.into()],
        )
        .execute(&txn)
        .await?;
    log(&txn, by, "group.add", GroupId(copy.id), detail).await?;
    txn.commit().await?;
    Ok(GroupId(copy.id))
}

/// The group's row, outside the trash.
pub(crate) async fn find(db: &Db, group: GroupId) -> Result<group::Model, Error> {
    group::Entity::find_by_id(group.0)
        .filter(group::Column::DeletedAt.is_null())
        .one(db.read())
        .await?
        .ok_or(Error::NotFound)
}

/// A line about a group alone.
pub(crate) async fn log(
    txn: &Txn,
    by: &By,
    verb: &str,
    group: GroupId,
    detail: String,
) -> Result<(), Error> {
    let subject = Subject {
        group: Some(group),
        ..Subject::default()
    };
    activity::log(txn, by, verb, subject, detail).await
}

async fn details(
    connection: &impl ConnectionTrait,
    row: group::Model,
) -> Result<GroupDetails, Error> {
    let branch = match row.branch_id {
        Some(id) => branch::Entity::find_by_id(id).one(connection).await?,
        None => None,
    };
    let default = settings::default_group_on(connection).await?;
    let unlisted = catalog::unlisted(connection, &[row.id]).await?;
    Ok(GroupDetails {
        id: GroupId(row.id),
        is_default: default == Some(GroupId(row.id)),
        unlisted: unlisted.contains(&row.id),
        counts: counts(&row),
        enrolment_policy: EnrolmentPolicy::from_code(&row.enrolment_policy)
            .ok_or(Error::Corrupt("groups.enrolment_policy"))?,
        removal_policy: RemovalPolicy::from_code(&row.removal_policy)
            .ok_or(Error::Corrupt("groups.removal_policy"))?,
        name: row.name,
        description: row.description,
        branch: branch.map(|branch| branch.name),
        price: Price::from_minor(row.price_minor),
        created_at: Timestamp(row.created_at),
        version: row.version,
    })
}

pub(crate) const fn counts(row: &group::Model) -> Counts {
    Counts {
        members: row.member_count,
        courses: row.course_count,
        drift: row.drift,
    }
}

/// Whether what is added to the group enrols at once.
pub(crate) fn enrols_at_once(row: &group::Model) -> bool {
    row.enrolment_policy == EnrolmentPolicy::Automatically.code()
}

fn write_info(row: &mut group::ActiveModel, info: &GroupInfo) {
    let name = info.name.as_str();
    row.name = Set(name.to_owned());
    row.name_folded = Set(clip(fold(name), 800));
    row.search = Set(clip(fold(name), 1_700));
    row.description = Set(info.description.as_str().to_owned());
    row.price_minor = Set(info.price.minor());
    row.enrolment_policy = Set(info.enrolment_policy.code().to_owned());
    row.removal_policy = Set(info.removal_policy.code().to_owned());
}
