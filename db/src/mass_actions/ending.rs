//! The end of a mass action before it is done, and its place in the activity.
use super::place::{MassActionPlace, publish};
use crate::{
    AuditContext, Db, Error, Txn,
    base::{activity::ActivitySubject, entities::mass_action},
};
use domain::{activity::Activity, ids::MassActionId, mass_actions::MassActionState};
use sea_orm::{ActiveModelTrait, ActiveValue::Set};

/// Stops a running action after its current step. What was done stays, and can be undone.
/// One that is no longer running stays as it is.
///
/// # Errors
/// [`Error::NotFound`].
pub async fn cancel(
    db: &Db,
    audit: &AuditContext,
    place: impl Into<MassActionPlace>,
    action: MassActionId,
) -> Result<(), Error> {
    let txn = db.write().await?;
    let row = place.into().lock(&txn, action).await?;
    if row.state != MassActionState::Running {
        return Ok(());
    }
    stop(&txn, audit, &row).await?;
    txn.commit().await
}

/// Ends a running action before it is done.
pub(super) async fn stop(
    txn: &Txn,
    audit: &AuditContext,
    row: &mass_action::Model,
) -> Result<(), Error> {
    let cancelled = Activity::MassActionCancelled {
        kind: row.kind,
        processed: row.done,
        users: row.people,
    };
    mass_action::ActiveModel {
        id: Set(row.id),
        state: Set(MassActionState::Cancelled),
        finished_at: Set(Some(audit.at)),
        ..Default::default()
    }
    .update(txn)
    .await?;
    publish(txn, row);
    subject(row).log(txn, audit, cancelled).await
}

/// What the activity lines of the action are about.
pub(super) fn subject(row: &mass_action::Model) -> ActivitySubject {
    match row.group_id {
        Some(group) => ActivitySubject::group(group),
        None => ActivitySubject::NONE,
    }
}
