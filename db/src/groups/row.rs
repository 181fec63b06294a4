//! A group's row: finding it, and what its columns mean.
use crate::{
    Error,
    base::{
        entities::group,
        look_alikes::skeleton,
        search_text::{case_fold, of_name, truncate_bytes},
    },
    enrolments::CourseSet,
};
use domain::{groups::EnrolmentPolicy, ids::GroupId};
use sea_orm::{ActiveValue::Set, ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter};

/// Returns the group's row, unless it is in the trash.
pub(crate) async fn find(
    connection: &impl ConnectionTrait,
    group: GroupId,
) -> Result<group::Model, Error> {
    group::Entity::find_by_id(group)
        .filter(group::Column::DeletedAt.is_null())
        .one(connection)
        .await?
        .ok_or(Error::NotFound)
}

impl group::Model {
    /// Returns the courses in which users are enrolled right away when they are added to the group.
    pub(crate) fn enrols_at_once(&self) -> Option<CourseSet> {
        let at_once = self.enrolment_policy == EnrolmentPolicy::Automatically;
        at_once.then_some(CourseSet::All)
    }
}

pub(crate) fn write_name(row: &mut group::ActiveModel, name: &str) {
    row.name = Set(name.to_owned());
    row.name_folded = Set(truncate_bytes(case_fold(name), 800));
    let keys = of_name(name);
    row.sort_name = Set(keys.sort_name);
    row.search = Set(keys.search);
    row.skeleton = Set(Some(skeleton(name)));
}
