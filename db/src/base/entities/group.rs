use domain::{
    access_scope::AccessScope,
    groups::{EnrolmentPolicy, GroupCounts, LeavingPolicy, RemovalPolicy},
    ids::{BranchId, GroupId},
    money::Price,
    time::Timestamp,
};
use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "groups")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: GroupId,
    pub branch_id: Option<BranchId>,
    pub name: String,
    pub name_folded: String,
    pub sort_name: String,
    pub search: String,
    /// What the name looks like; `None` until it is filled after an update.
    pub skeleton: Option<String>,
    pub description: String,
    #[sea_orm(column_name = "price_minor")]
    pub price: Price,
    /// Whether the catalog sells it while it has a price and an active course.
    pub listed: bool,
    pub enrolment_policy: EnrolmentPolicy,
    pub removal_policy: RemovalPolicy,
    pub leaving_policy: LeavingPolicy,
    pub member_count: i64,
    pub course_count: i64,
    pub drift: i64,
    pub created_at: Timestamp,
    pub deleted_at: Option<Timestamp>,
    pub version: i64,
}

impl Model {
    pub(crate) const fn counts(&self) -> GroupCounts {
        GroupCounts {
            members: self.member_count,
            courses: self.course_count,
            drift: self.drift,
        }
    }

    /// Returns where the group's members and courses can come from: its branch, or any.
    pub(crate) fn access_scope(&self) -> AccessScope {
        AccessScope::for_branch(self.branch_id)
    }
}

#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
