//! What a mass action on users may do, as the permissions of who started it are now.
use crate::{
    Db, Error,
    access::{
        access_scope,
        initiator::{Initiator, InitiatorRecord},
        user_types,
    },
    base::entities::mass_action,
};
use domain::{
    access_scope::AccessScope,
    ids::{GroupId, UserTypeId},
    mass_actions::MassActionKind,
    policy::Action,
};
use sea_orm::EntityTrait;

impl From<&mass_action::Model> for InitiatorRecord {
    fn from(row: &mass_action::Model) -> Self {
        Self {
            made_by: row.made_by,
            actor_id: row.actor_id,
            rights_id: row.rights_id,
            name: row.actor_name.clone(),
            address: row.address.clone(),
            scope: AccessScope::for_branch(row.branch_id),
        }
    }
}

pub(super) struct Rights {
    pub initiator: Initiator,
    /// The types with permissions that the initiator lacks.
    pub beyond: Vec<UserTypeId>,
}

impl Rights {
    pub(super) async fn of(db: &Db, record: impl Into<InitiatorRecord>) -> Result<Self, Error> {
        let initiator = Initiator::of(db, record).await?;
        let types = user_types::list(db).await?.into_iter();
        let beyond = types.filter(|one| !initiator.may_grant(&one.permissions));
        Ok(Self {
            beyond: beyond.map(|one| one.id).collect(),
            initiator,
        })
    }

    /// Whether they may still do this to users, and in this group.
    pub(super) async fn allow(
        &self,
        db: &Db,
        kind: MassActionKind,
        group: Option<GroupId>,
    ) -> Result<bool, Error> {
        let mut required = kind.required_of_users().iter();
        let may = self.initiator.may(Action::ListUsers)
            && required.all(|action| self.initiator.may(*action));
        let Some(group) = group.filter(|_| may) else {
            return Ok(may);
        };
        match self.initiator.scope_for(kind.required_action()) {
            Some(scope) => access_scope::contains(db, scope, group.into()).await,
            None => Ok(false),
        }
    }
}

/// Returns the kind whose rights count: an undo needs those of what it undoes.
pub(super) async fn kind_in_effect(
    db: &Db,
    row: &mass_action::Model,
) -> Result<MassActionKind, Error> {
    let Some(original) = row.undoes else {
        return Ok(row.kind);
    };
    let original = mass_action::Entity::find_by_id(original)
        .one(db.read())
        .await?;
    Ok(original.ok_or(Error::NotFound)?.kind)
}
