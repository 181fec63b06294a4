use domain::{
    face::BranchFace,
    hue::Hue,
    ids::{BranchId, GroupId},
    time::Timestamp,
};
use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "branches")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: BranchId,
    pub name: String,
    pub name_folded: String,
    pub sort_name: String,
    pub search: String,
    pub created_at: Timestamp,
    pub default_group_id: Option<GroupId>,
    /// `None`: the portal's.
    pub hue: Option<Hue>,
    /// What its users see in place of the portal's name.
    pub portal_name: Option<String>,
}

impl Model {
    /// Returns what the branch has of its own.
    pub fn face(&self) -> BranchFace {
        BranchFace {
            portal_name: self.portal_name.clone(),
            hue: self.hue,
        }
    }
}

#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
