//! The group that every new user joins.
use super::{clear, put, value};
use crate::{
    AuditContext, Db, Error, Txn,
    base::{activity::ActivitySubject, locks::lock_group},
};
use domain::{
    activity::{Activity, SettingsEdit},
    events::ChangeEvent,
    ids::GroupId,
};
use sea_orm::ConnectionTrait;

const DEFAULT_GROUP: &str = "default_group";

/// Returns the group that every new user joins.
///
/// # Errors
/// The database failed.
pub async fn default_group(db: &Db) -> Result<Option<GroupId>, Error> {
    default_group_on(db.read()).await
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
    let (name, subject) = match group {
        Some(id) => {
            // Someone who deletes it comes before or after, and then clears the setting.
            let row = lock_group(&txn, id).await?;
            if row.branch_id.is_some() {
                return Err(Error::NotFound);
            }
            put(&txn, DEFAULT_GROUP, &id.to_string()).await?;
            (Some(row.name), group)
        }
        None => {
            clear(&txn, DEFAULT_GROUP, None).await?;
            (None, None)
        }
    };
    let subject = ActivitySubject {
        group: subject,
        ..ActivitySubject::NONE
    };
    let setting = SettingsEdit::DefaultGroup(name);
    subject
        .log(&txn, audit, Activity::SettingsEdited { setting })
        .await?;
    txn.commit().await
}

/// Clears the default group if it is this one, which is being deleted; returns whether it was.
/// The caller has locked the group.
pub(crate) async fn clear_default_group(txn: &Txn, group: GroupId) -> Result<bool, Error> {
    clear(txn, DEFAULT_GROUP, Some(&group.to_string())).await
}

/// Makes a group that comes back from the trash the default group again. The caller holds its lock.
pub(crate) async fn restore_default_group(txn: &Txn, group: GroupId) -> Result<(), Error> {
    put(txn, DEFAULT_GROUP, &group.to_string()).await
}

pub(crate) async fn default_group_on(
    conn: &impl ConnectionTrait,
) -> Result<Option<GroupId>, Error> {
    let id = value(conn, DEFAULT_GROUP).await?;
    id.map(|id| id.parse())
        .transpose()
        .map_err(|_| Error::InvalidData("settings.default_group"))
}
