use domain::{
    ids::{BranchId, UserId, UserTypeId},
    time::Timestamp,
    users::{AccountOrigin, UserState},
};
use sea_orm::entity::prelude::*;

pub(crate) use domain::users::full_name;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "users")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: UserId,
    pub login: String,
    pub login_folded: String,
    pub email: String,
    pub email_folded: String,
    pub first_name: String,
    pub last_name: String,
    pub sort_name: String,
    pub search: String,
    pub password_hash: Option<String>,
    pub user_type_id: UserTypeId,
    pub active: bool,
    pub created_at: Timestamp,
    pub version: i64,
    pub state: UserState,
    pub branch_id: Option<BranchId>,
    pub origin: AccountOrigin,
    /// Where a guest signed up from, until the account counts no longer against that source.
    pub signed_up_from: Option<String>,
}

impl Model {
    /// Returns first and last name.
    pub(crate) fn full_name(&self) -> String {
        full_name(&self.first_name, &self.last_name)
    }
}

#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
