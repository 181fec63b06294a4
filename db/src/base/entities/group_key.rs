use domain::{
    ids::{GroupId, KeyId},
    keys::{KeyState, Limits},
    time::Timestamp,
};
use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "group_keys")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: KeyId,
    pub group_id: GroupId,
    pub lookup: String,
    pub cipher: String,
    pub paused: bool,
    pub maximum: Option<i64>,
    pub used: i64,
    pub starts_at: Option<Timestamp>,
    pub expires_at: Option<Timestamp>,
    pub created_at: Timestamp,
    pub retired_at: Option<Timestamp>,
}

impl Model {
    pub(crate) const fn limits(&self) -> Limits {
        Limits {
            maximum: self.maximum,
            starts_at: self.starts_at,
            expires_at: self.expires_at,
        }
    }

    /// Returns whether the key can be used at this time, or why not.
    pub(crate) fn state(&self, now: Timestamp) -> KeyState {
        self.limits().state(self.paused, self.used, now)
    }

    /// Returns [`Self::state`] for a user who redeemed it before and is not counted again.
    pub(crate) fn state_for_returning(&self, now: Timestamp) -> KeyState {
        let limits = Limits {
            maximum: None,
            ..self.limits()
        };
        limits.state(self.paused, self.used, now)
    }
}

#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
