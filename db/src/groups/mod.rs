//! Groups: the list and the editor's Info tab.
pub(crate) mod busy;
mod default_group;
pub mod group_courses;
pub(crate) mod in_catalog;
pub mod joining;
pub mod keys;
mod list;
pub mod members;
mod naming;
mod row;
pub mod trash;

pub(crate) use default_group::{clear_default_group, is_default};
pub use list::{list, list_filtered, list_for_default};
pub(crate) use naming::free_name;
pub(crate) use row::{find, write_name};

use crate::{
    AuditContext, Db, Error, Txn,
    base::{
        activity::ActivitySubject,
        entities::group,
        locks::{lock_branch_shared, lock_group},
        look_alikes, sent_forms,
        sql::Sql,
    },
    branches,
    delivery::throttles::AddedKey,
    groups::in_catalog::bundle_states,
    instructors, settings,
};
use domain::{
    activity::Activity,
    edits::{FormVersion, SavedForm},
    groups::{GroupDetails, GroupInfo},
    ids::GroupId,
    money::Currency,
    time::Timestamp,
};
use sea_orm::{ActiveModelTrait, ActiveValue::Set, ConnectionTrait, IntoActiveModel};

/// Returns a group as the Info tab shows it.
///
/// # Errors
/// [`Error::NotFound`], also for a group in the trash.
pub async fn get(db: &Db, group: GroupId) -> Result<GroupDetails, Error> {
    details(db.read(), find(db.read(), group).await?).await
}

/// Adds a group, with its first key where there is one.
///
/// # Errors
/// [`Error::Taken`] for the name or the key.
pub async fn create(
    db: &Db,
    audit: &AuditContext,
    info: &GroupInfo,
    key: Option<AddedKey<'_>>,
) -> Result<GroupId, Error> {
    let txn = db.write().await?;
    if let Some(earlier) = sent_forms::earlier(&txn, audit).await? {
        return Ok(GroupId(earlier));
    }
    let group = insert(&txn, audit, info).await?;
    if let Some(key) = key {
        keys::insert(&txn, db.secrets(), group, &key, audit.at).await?;
    }
    sent_forms::remember(&txn, audit, group).await?;
    txn.commit().await?;
    Ok(group)
}

/// Adds a group without a key to the scope of `audit`, and logs it.
pub(crate) async fn insert(
    txn: &Txn,
    audit: &AuditContext,
    info: &GroupInfo,
) -> Result<GroupId, Error> {
    lock_branch_shared(txn, audit.scope.branch).await?;
    let mut row = group::ActiveModel {
        branch_id: Set(audit.scope.branch),
        created_at: Set(audit.at),
        ..Default::default()
    };
    look_alikes::refuse_group(txn, info.name.as_str(), audit.scope.branch, None).await?;
    write_info(&mut row, info);
    let row = row.insert(txn).await?;
    let group = row.id;
    if let Some(instructor) = audit.scope.instructor {
        instructors::insert(txn, group.into(), instructor).await?;
    }
    let added = Activity::GroupAdded {
        group: row.name,
        copy_of: None,
    };
    ActivitySubject::group(group).log(txn, audit, added).await?;
    Ok(group)
}

/// Saves the Info tab and returns its new version. Another policy has no effect on earlier enrolments.
///
/// # Errors
/// [`Error::NotFound`], [`Error::Taken`]; [`Error::Edited`] where the group is not the one of
/// this `version`.
pub async fn update(
    db: &Db,
    audit: &AuditContext,
    group: GroupId,
    version: &FormVersion,
    info: &GroupInfo,
) -> Result<FormVersion, Error> {
    let txn = db.write().await?;
    let now = lock_group(&txn, group).await?;
    let currency = settings::currency_on(&txn).await?;
    saved(&now, currency).check(version)?;
    let new_name = Some(info.name.as_str()).filter(|new| *new != now.name);
    let edited = Activity::GroupEdited {
        new_name: new_name.map(str::to_owned),
        group: now.name.clone(),
    };
    if let Some(name) = new_name {
        look_alikes::refuse_group(&txn, name, now.branch_id, Some(group)).await?;
    }
    let edits = now.version;
    let mut row = now.into_active_model();
    write_info(&mut row, info);
    row.version = Set(edits + 1);
    let row = row.update(&txn).await?;
    let version = saved(&row, currency).version();
    ActivitySubject::group(group)
        .log(&txn, audit, edited)
        .await?;
    txn.commit().await?;
    Ok(version)
}

/// Creates a copy of the group: description, price, policies, courses and instructors, without
/// members and keys. The copy is not listed. The name is "... (copy)", numbered where that is taken.
///
/// # Errors
/// [`Error::NotFound`].
pub async fn clone(db: &Db, audit: &AuditContext, group: GroupId) -> Result<GroupId, Error> {
    let txn = db.write().await?;
    if let Some(earlier) = sent_forms::earlier(&txn, audit).await? {
        return Ok(GroupId(earlier));
    }
    let original = lock_group(&txn, group).await?;
    let name = naming::copy_name(&txn, &original).await?;
    let mut copy = group::ActiveModel {
        branch_id: Set(original.branch_id),
        description: Set(original.description),
        price: Set(original.price),
        listed: Set(false),
        enrolment_policy: Set(original.enrolment_policy),
        removal_policy: Set(original.removal_policy),
        leaving_policy: Set(original.leaving_policy),
        course_count: Set(original.course_count),
        created_at: Set(audit.at),
        ..Default::default()
    };
    write_name(&mut copy, &name);
    let copy = copy.insert(&txn).await?;
    copy_courses_and_instructors(&txn, group, copy.id, audit.at).await?;
    let added = Activity::GroupAdded {
        group: copy.name,
        copy_of: Some(original.name),
    };
    ActivitySubject::group(copy.id)
        .log(&txn, audit, added)
        .await?;
    sent_forms::remember(&txn, audit, copy.id).await?;
    txn.commit().await?;
    Ok(copy.id)
}

async fn copy_courses_and_instructors(
    txn: &Txn,
    from: GroupId,
    to: GroupId,
    at: Timestamp,
) -> Result<(), Error> {
    Sql::new(txn)
        .add(
            "INSERT INTO group_courses (group_id, course_id, position, added_at) \
             SELECT ?, course_id, position, ? FROM group_courses WHERE group_id = ?",
            [to.into(), at.into(), from.into()],
        )
        .execute(txn)
        .await?;
    Sql::new(txn)
        .add(
            "INSERT INTO group_instructors (group_id, user_id) \
             SELECT ?, user_id FROM group_instructors WHERE group_id = ?",
            [to.into(), from.into()],
        )
        .execute(txn)
        .await?;
    Ok(())
}

async fn details(
    connection: &impl ConnectionTrait,
    row: group::Model,
) -> Result<GroupDetails, Error> {
    let branch = branches::find(connection, row.branch_id).await?;
    let bundles = bundle_states(connection, std::slice::from_ref(&row)).await?;
    let currency = settings::currency_on(connection).await?;
    let version = saved(&row, currency).version();
    Ok(GroupDetails {
        id: row.id,
        is_default: is_default(connection, row.id, None).await?,
        bundle: bundles.get(&row.id).copied().unwrap_or_default(),
        open_key: keys::has_open_key(connection, row.id).await?,
        counts: row.counts(),
        enrolment_policy: row.enrolment_policy,
        removal_policy: row.removal_policy,
        leaving_policy: row.leaving_policy,
        name: row.name,
        description: row.description,
        branch,
        price: row.price,
        listed: row.listed,
        created_at: row.created_at,
        version,
    })
}

/// Returns the Info tab as it is saved.
fn saved(row: &group::Model, currency: Currency) -> SavedForm {
    let price = row.price.display(currency);
    let (enrolment, removal) = (row.enrolment_policy, row.removal_policy);
    let leaving = row.leaving_policy;
    SavedForm::new()
        .text("Name", &*row.name)
        .text("Description", &*row.description)
        .choice("Price", row.price.minor(), price)
        .yes_or_no("Listed in the catalog", row.listed)
        .choice("Enrolment policy", enrolment.code(), enrolment.label())
        .choice("Removal policy", removal.code(), removal.label())
        .choice(
            "Who can leave on their own",
            leaving.code(),
            leaving.label(),
        )
}

fn write_info(row: &mut group::ActiveModel, info: &GroupInfo) {
    write_name(row, info.name.as_str());
    row.description = Set(info.description.as_str().to_owned());
    row.price = Set(info.price);
    row.listed = Set(info.listed);
    row.enrolment_policy = Set(info.enrolment_policy);
    row.removal_policy = Set(info.removal_policy);
    row.leaving_policy = Set(info.leaving_policy);
}
