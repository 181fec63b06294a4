//! Mass actions: previewed, run in committed steps, cancelled, resumed after a stop, undone.
mod pace;
mod preview;
mod reverse;
mod selection;
mod step;
mod view;
pub mod worker;

use pace::LEASE;
pub use pace::STEP;
pub use preview::preview;
pub use step::{Step, step};
pub use view::{SkippedUser, group_of, kind, list_abandoned, recent, skipped};

use crate::{
    AuditContext, Db, Error, Txn,
    base::{
        activity::ActivitySubject,
        entities::{group, mass_action},
        locks::lock_group,
    },
    enrolments::traces,
    groups::busy::refuse_busy,
};
use domain::{
    activity::Activity,
    events::ChangeEvent,
    ids::{GroupId, MassActionId},
    mass_actions::{MassActionKind, MassActionState, Selection},
};
use sea_orm::{
    ActiveModelTrait, ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter, QuerySelect,
};
use selection::SelectionQuery;

/// Records the action as running; the caller then runs it with [`step()`].
///
/// # Errors
/// [`Error::NotFound`]; [`Error::Busy`] while another runs on the group;
/// [`Error::NotUndoable`] for [`MassActionKind::Undo`], which [`undo`] starts.
pub async fn start(
    db: &Db,
    audit: &AuditContext,
    group: GroupId,
    kind: MassActionKind,
    selection: &Selection,
) -> Result<MassActionId, Error> {
    let txn = db.write().await?;
    let action = start_in(&txn, audit, group, kind, selection).await?;
    txn.commit().await?;
    Ok(action)
}

/// As [`start`], in the caller's transaction.
pub(crate) async fn start_in(
    txn: &Txn,
    audit: &AuditContext,
    group: GroupId,
    kind: MassActionKind,
    selection: &Selection,
) -> Result<MassActionId, Error> {
    if kind == MassActionKind::Undo {
        return Err(Error::NotUndoable);
    }
    let row = lock_group(txn, group).await?;
    refuse_busy(txn, group).await?;
    let users = SelectionQuery::new(&row, kind, selection)
        .count(txn)
        .await?;
    insert(txn, audit, &row, kind, selection, users, None).await
}

/// Starts the exact reverse of a finished action: removes what it added, restores what it
/// removed.
///
/// # Errors
/// [`Error::NotFound`]; [`Error::NotUndoable`] after 30 days or a second time; [`Error::Busy`].
pub async fn undo(
    db: &Db,
    audit: &AuditContext,
    group: GroupId,
    action: MassActionId,
) -> Result<MassActionId, Error> {
    let txn = db.write().await?;
    let row = lock_group(&txn, group).await?;
    refuse_busy(&txn, group).await?;
    // Read, not locked: a step holds its action while it waits for the group. As none runs and none
    // can start, no one else changes it; and it is read last, so that an undo that has just finished
    // is seen.
    let original = mass_action::Entity::find_by_id(action)
        .filter(mass_action::Column::GroupId.eq(group))
        .one(&txn)
        .await?
        .ok_or(Error::NotFound)?;
    let finished = original.finished_at;
    if !original.kind.undoable(original.state, finished, audit.at) {
        return Err(Error::NotUndoable);
    }
    let users = traces::count(&txn, original.id).await?;
    let no_users = Selection::Selected(Vec::new());
    let undoes = Some(original.id);
    let action = insert(
        &txn,
        audit,
        &row,
        MassActionKind::Undo,
        &no_users,
        users,
        undoes,
    )
    .await?;
    txn.commit().await?;
    Ok(action)
}

/// Stops a running action after its current step. What was done stays, and can be undone.
/// One that is no longer running stays as it is.
///
/// # Errors
/// [`Error::NotFound`].
pub async fn cancel(
    db: &Db,
    audit: &AuditContext,
    group: GroupId,
    action: MassActionId,
) -> Result<(), Error> {
    let txn = db.write().await?;
    let row = of_group(&txn, group, action).await?;
    if row.state != MassActionState::Running {
        return Ok(());
    }
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
    .update(&txn)
    .await?;
    ActivitySubject::group(group)
        .log(&txn, audit, cancelled)
        .await?;
    txn.commit().await?;
    Ok(())
}

async fn insert(
    txn: &Txn,
    audit: &AuditContext,
    group: &group::Model,
    kind: MassActionKind,
    selection: &Selection,
    users: i64,
    undoes: Option<MassActionId>,
) -> Result<MassActionId, Error> {
    let selection =
        serde_json::to_string(selection).map_err(|_| Error::InvalidData("mass_actions.scope"))?;
    let row = mass_action::ActiveModel {
        group_id: Set(group.id),
        actor_id: Set(audit.actor),
        address: Set(audit.address.clone()),
        kind: Set(kind),
        scope: Set(selection),
        state: Set(MassActionState::Running),
        people: Set(users),
        undoes: Set(undoes),
        leased_until: Set(audit.at.plus_seconds(LEASE)),
        created_at: Set(audit.at),
        ..Default::default()
    };
    txn.publish(ChangeEvent::Group(group.id));
    Ok(row.insert(txn).await?.id)
}

/// Returns the group's action, locked against changes until the transaction ends.
async fn of_group(
    txn: &Txn,
    group: GroupId,
    action: MassActionId,
) -> Result<mass_action::Model, Error> {
    mass_action::Entity::find_by_id(action)
        .filter(mass_action::Column::GroupId.eq(group))
        .lock_exclusive()
        .one(txn)
        .await?
        .ok_or(Error::NotFound)
}
