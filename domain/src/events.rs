//! Change events for open pages.
use crate::ids::{GroupId, UserId};
use serde::{Deserialize, Serialize};

/// What changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum ChangeEvent {
    /// One user's groups, courses or rights.
    User(UserId),
    /// A group's numbers, members, courses or mass actions.
    Group(GroupId),
    /// Events may have been lost: reload.
    Resync,
}

impl ChangeEvent {
    /// The events of an order change: for its buyer's pages, and those of the bundle's group.
    pub fn for_order(
        buyer: Option<UserId>,
        group: Option<GroupId>,
    ) -> impl Iterator<Item = ChangeEvent> {
        let (buyer, group) = (buyer.map(ChangeEvent::User), group.map(ChangeEvent::Group));
        buyer.into_iter().chain(group)
    }
}
