//! The start of an undo.
use super::{
    on_users,
    place::MassActionPlace,
    starting::{NewAction, insert},
};
use crate::{
    AuditContext, Db, Error, Txn,
    base::{
        entities::{group, mass_action},
        locks::lock_group,
    },
    enrolments::traces,
    groups::busy::refuse_busy,
};
use domain::{
    ids::{GroupId, MassActionId},
    mass_actions::{MassActionKind, MassActionState, Selection},
};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};

/// Starts the exact reverse of a finished action: removes what it added, restores what it
/// removed, and gives users the state and the branch that they had.
///
/// # Errors
/// [`Error::NotFound`]; [`Error::NotUndoable`] after 30 days or a second time, and for what cannot
/// be undone; [`Error::Busy`].
pub async fn undo(
    db: &Db,
    audit: &AuditContext,
    place: impl Into<MassActionPlace>,
    action: MassActionId,
) -> Result<MassActionId, Error> {
    let place = place.into();
    let txn = db.write().await?;
    let group = match place {
        MassActionPlace::Group(group) => Some(group),
        MassActionPlace::Users(_) => place.find(&txn, action).await?.group_id,
    };
    let (row, original) = lock_undoable(&txn, audit, place, group, action).await?;
    let users = match group {
        Some(_) => traces::count(&txn, original.id).await?,
        None => on_users::undoing::count(&txn, audit.scope, original.id).await?,
    };
    let new = NewAction {
        kind: MassActionKind::Undo,
        selection: &Selection::Selected(Vec::new()),
        group: row.as_ref(),
        users,
        undoes: Some(original.id),
        of_users: matches!(place, MassActionPlace::Users(_)),
        target: original.target_branch_id,
        mail_base_url: None,
    };
    let action = insert(&txn, audit, new).await?;
    txn.commit().await?;
    Ok(action)
}

/// Locks what the undo concerns: the group of the action, or the action itself if it is about users.
async fn lock_undoable(
    txn: &Txn,
    audit: &AuditContext,
    place: MassActionPlace,
    group: Option<GroupId>,
    action: MassActionId,
) -> Result<(Option<group::Model>, mass_action::Model), Error> {
    let (row, original) = match group {
        Some(group) => {
            let row = lock_group(txn, group).await?;
            refuse_busy(txn, group).await?;
            // Read, not locked: a step holds its action while it waits for the group. As none runs and
            // none can start, no one else changes it; and it is read last, so that an undo that has just
            // finished is seen.
            (Some(row), place.find(txn, action).await?)
        }
        None => {
            let original = place.lock(txn, action).await?;
            refuse_undoing(txn, action).await?;
            (None, original)
        }
    };
    let finished = original.finished_at;
    if original.kind.undoable(original.state, finished, audit.at) {
        Ok((row, original))
    } else {
        Err(Error::NotUndoable)
    }
}

/// Refuses while the action, which the caller has locked, is being undone.
async fn refuse_undoing(txn: &Txn, action: MassActionId) -> Result<(), Error> {
    let running = mass_action::Entity::find()
        .filter(mass_action::Column::State.eq(MassActionState::Running))
        .filter(mass_action::Column::Undoes.eq(action))
        .one(txn)
        .await?;
    running.map_or(Ok(()), |_| Err(Error::Busy))
}
