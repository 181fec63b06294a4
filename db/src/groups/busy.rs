//! A group on which a mass action runs.
use crate::{Error, Txn, base::entities::mass_action};
use domain::{ids::GroupId, mass_actions::MassActionState};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};

/// Refuses while a mass action runs on the group, which the caller has locked.
pub(crate) async fn refuse_busy(txn: &Txn, group: GroupId) -> Result<(), Error> {
    let running = mass_action::Entity::find()
        .filter(mass_action::Column::State.eq(MassActionState::Running))
        .filter(mass_action::Column::GroupId.eq(group))
        .one(txn)
        .await?;
    match running {
        Some(_) => Err(Error::Busy),
        None => Ok(()),
    }
}
