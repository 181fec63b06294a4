use super::made_by::MadeBy;
use domain::{
    access_scope::AccessScope,
    ids::{BranchId, GroupId, ImportId, MassActionId, UserId},
    imports::stored::{ImportKind, ImportState},
    time::Timestamp,
};
use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "imports")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: ImportId,
    pub kind: ImportKind,
    pub group_id: Option<GroupId>,
    pub actor_id: Option<UserId>,
    pub rights_id: Option<UserId>,
    pub made_by: MadeBy,
    pub actor_name: String,
    pub address: String,
    pub branch_id: Option<BranchId>,
    pub instructor_id: Option<UserId>,
    pub file_name: Vec<u8>,
    pub state: ImportState,
    pub refusal: Option<String>,
    pub reading: Option<Vec<u8>>,
    pub list: Option<Vec<u8>>,
    pub choices: String,
    pub mail_base_url: Option<String>,
    pub row_count: i64,
    pub added: i64,
    pub updated: i64,
    pub unchanged: i64,
    pub left_out: i64,
    pub processed: i64,
    /// The place of the last row that was processed; 0 at first.
    pub reached: i64,
    pub mass_action_id: Option<MassActionId>,
    pub runner: i64,
    pub leased_until: Timestamp,
    pub created_at: Timestamp,
    pub finished_at: Option<Timestamp>,
    /// Whether the cells of its rows were deleted.
    pub cleared: bool,
}

impl Model {
    pub(crate) const fn scope(&self) -> AccessScope {
        AccessScope {
            branch: self.branch_id,
            instructor: self.instructor_id,
        }
    }
}

#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
