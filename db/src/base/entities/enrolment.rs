use domain::{
    enrolments::EnrolmentSource,
    ids::{CourseId, GroupId, MassActionId, UserId},
    time::Timestamp,
};
use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "enrolments")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: i64,
    pub user_id: UserId,
    pub course_id: CourseId,
    pub source: EnrolmentSource,
    pub group_id: Option<GroupId>,
    pub mass_action_id: Option<MassActionId>,
    pub given_by: Option<UserId>,
    pub created_at: Timestamp,
}

#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
