use crate::Error;
use domain::users::UserState;
use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "users")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: i64,
    pub login: String,
    pub login_folded: String,
    pub email: String,
    pub email_folded: String,
    pub first_name: String,
    pub last_name: String,
    pub sort_name: String,
    pub search: String,
    pub password_hash: Option<String>,
    pub user_type_id: i64,
    pub active: bool,
    pub created_at: i64,
    pub version: i64,
    pub state: String,
    pub branch_id: Option<i64>,
}

impl Model {
    /// Returns first and last name.
    pub(crate) fn full_name(&self) -> String {
        format!("{} {}", self.first_name, self.last_name)
    }

    pub(crate) fn state(&self) -> Result<UserState, Error> {
        parse_state(&self.state)
    }
}

pub(crate) fn parse_state(code: &str) -> Result<UserState, Error> {
    UserState::from_code(code).ok_or(Error::InvalidData("users.state"))
}

#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
