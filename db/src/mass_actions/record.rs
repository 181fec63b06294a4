//! A mass action's row.
use crate::{Error, base::entities::mass_action};
use domain::mass_actions::{MassActionKind, MassActionState};

/// Users per step: a step is one transaction, short enough for other writers to get in between.
pub const STEP: u64 = 1_000;

/// How long a process holds an action after a step, in seconds; also how long a new action
/// waits for its first step before it counts as abandoned.
pub(super) const LEASE: i64 = 30;

pub(super) fn kind_of(row: &mass_action::Model) -> Result<MassActionKind, Error> {
    MassActionKind::from_code(&row.kind).ok_or(Error::InvalidData("mass_actions.kind"))
}

pub(super) fn state_of(row: &mass_action::Model) -> Result<MassActionState, Error> {
    MassActionState::from_code(&row.state).ok_or(Error::InvalidData("mass_actions.state"))
}
