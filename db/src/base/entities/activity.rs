use domain::{
    ids::{ActivityId, CourseId, GroupId, UserId},
    time::Timestamp,
};
use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "activity")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: ActivityId,
    pub at: Timestamp,
    pub actor_id: Option<UserId>,
    pub actor_name: String,
    pub verb: String,
    pub group_id: Option<GroupId>,
    pub user_id: Option<UserId>,
    pub course_id: Option<CourseId>,
    /// The sentence of a line without `params`; otherwise empty.
    pub detail: String,
    pub address: String,
    /// JSON of the parameters; `None` in lines from before there were any.
    pub params: Option<String>,
}

#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
