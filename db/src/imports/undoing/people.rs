//! The users of the rows that are taken back, and the number of SuperAdmins: one must remain.
use crate::{Error, Txn, access::user_types, base::entities::user};
use domain::{
    ids::{UserId, UserTypeId},
    permissions::BuiltIn,
};
use sea_orm::{ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter};
use std::collections::HashMap;

pub(super) type Users = HashMap<UserId, user::Model>;

/// How many active SuperAdmins the whole portal has: one must remain.
pub(super) struct SuperAdmins {
    user_type: UserTypeId,
    number: u64,
}

impl SuperAdmins {
    pub(super) async fn count(txn: &Txn) -> Result<Self, Error> {
        let user_type = user_types::id_of(txn, BuiltIn::SuperAdmin).await?;
        let number = user::Entity::find()
            .filter(user::Column::UserTypeId.eq(user_type))
            .filter(user::Column::Active.eq(true))
            .filter(user::Column::BranchId.is_null())
            .count(txn)
            .await?;
        Ok(Self { user_type, number })
    }

    /// Whether this user can end being one, if they are; then they count no longer.
    pub(super) fn spare(&mut self, user: &user::Model) -> bool {
        let is_one = user.user_type_id == self.user_type && user.active && user.branch_id.is_none();
        if is_one && self.number <= 1 {
            return false;
        }
        self.number -= u64::from(is_one);
        true
    }
}
