//! Undo of a mass action.
use crate::{
    Error, Txn,
    base::entities::{group, mass_action},
    enrolments::{self, ChangeStamp},
};
use domain::ids::{MassActionId, UserId};
use sea_orm::EntityTrait;

/// Reverses what the action did to these users; returns how many rows were restored or removed.
/// Inactive users are included: undoing is exact.
pub(super) async fn reverse(
    txn: &Txn,
    group: &group::Model,
    original: MassActionId,
    users: &[UserId],
    stamp: ChangeStamp,
) -> Result<u64, Error> {
    let row = mass_action::Entity::find_by_id(original)
        .one(txn)
        .await?
        .ok_or(Error::NotFound)?;
    let undone = (original, row.kind);
    enrolments::reverse(txn, group.id, undone, users, stamp).await
}
