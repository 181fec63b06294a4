//! Where a mass action is shown, and so who can ask for it: at its group, or on the list of users.
use crate::{Error, Txn, base::entities::mass_action};
use domain::{
    access_scope::AccessScope,
    events::{ChangeEvent, ListKind},
    ids::{GroupId, MassActionId},
};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QuerySelect, Select};

#[derive(Clone, Copy, Debug)]
pub enum MassActionPlace {
    Group(GroupId),
    /// The list of users, as someone with this scope sees it.
    Users(AccessScope),
}

impl From<GroupId> for MassActionPlace {
    fn from(group: GroupId) -> Self {
        Self::Group(group)
    }
}

impl From<AccessScope> for MassActionPlace {
    fn from(scope: AccessScope) -> Self {
        Self::Users(scope)
    }
}

impl MassActionPlace {
    /// Returns the actions of this place.
    pub(super) fn all(self) -> Select<mass_action::Entity> {
        let all = mass_action::Entity::find();
        match self {
            Self::Group(group) => all.filter(mass_action::Column::GroupId.eq(group)),
            Self::Users(scope) => {
                let all = all.filter(mass_action::Column::OfUsers.eq(true));
                match scope.branch {
                    Some(branch) => all.filter(mass_action::Column::BranchId.eq(branch)),
                    None => all,
                }
            }
        }
    }

    fn one(self, action: MassActionId) -> Select<mass_action::Entity> {
        self.all().filter(mass_action::Column::Id.eq(action))
    }

    pub(super) async fn find(
        self,
        conn: &impl ConnectionTrait,
        action: MassActionId,
    ) -> Result<mass_action::Model, Error> {
        self.one(action).one(conn).await?.ok_or(Error::NotFound)
    }

    /// Returns the action, locked against changes until the transaction ends.
    pub(super) async fn lock(
        self,
        txn: &Txn,
        action: MassActionId,
    ) -> Result<mass_action::Model, Error> {
        let row = self.one(action).lock_exclusive().one(txn).await?;
        row.ok_or(Error::NotFound)
    }
}

/// Publishes that the action has gone on, to the pages that show it.
pub(super) fn publish(txn: &Txn, row: &mass_action::Model) {
    if let Some(group) = row.group_id {
        txn.publish(ChangeEvent::Group(group));
    }
    if row.of_users {
        txn.publish(ChangeEvent::List(ListKind::Users));
    }
}
