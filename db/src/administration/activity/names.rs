use crate::{
    Db, Error,
    base::entities::{course, group, user},
};
use domain::{
    access_scope::AccessScope,
    activity::SubjectNames,
    ids::{CourseId, GroupId, UserId},
};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QuerySelect, QueryTrait};
use std::collections::HashMap;

/// Names by id, of what still exists: one statement for each kind.
pub(super) struct Names {
    groups: HashMap<GroupId, String>,
    users: HashMap<UserId, String>,
    courses: HashMap<CourseId, String>,
}

impl Names {
    /// Reads the names of groups and courses that are in the scope, and of those of the users that are.
    pub(super) async fn read(
        db: &Db,
        scope: AccessScope,
        groups: &[GroupId],
        users: &[UserId],
        courses: &[CourseId],
    ) -> Result<Self, Error> {
        let groups = group::Entity::find()
            .select_only()
            .columns([group::Column::Id, group::Column::Name])
            .filter(group::Column::Id.is_in(groups.iter().copied()))
            .filter(group::Column::DeletedAt.is_null())
            .into_tuple();
        let users = user::Entity::find()
            .filter(user::Column::Id.is_in(users.iter().copied()))
            .apply_if(scope.branch, |found, branch| {
                found.filter(user::Column::BranchId.eq(branch))
            });
        let courses = course::Entity::find_live()
            .select_only()
            .columns([course::Column::Id, course::Column::Name])
            .filter(course::Column::Id.is_in(courses.iter().copied()))
            .into_tuple();
        let users = users.all(db.read()).await?.into_iter();
        Ok(Self {
            groups: groups.all(db.read()).await?.into_iter().collect(),
            users: users.map(|user| (user.id, user.full_name())).collect(),
            courses: courses.all(db.read()).await?.into_iter().collect(),
        })
    }

    /// Returns the id of a user who has a name here.
    pub(super) fn known(&self, user: Option<UserId>) -> Option<UserId> {
        user.filter(|user| self.users.contains_key(user))
    }

    pub(super) fn of(
        &self,
        group: Option<GroupId>,
        user: Option<UserId>,
        course: Option<CourseId>,
    ) -> SubjectNames {
        SubjectNames {
            group: group.and_then(|group| self.groups.get(&group).cloned()),
            user: user.and_then(|user| self.users.get(&user).cloned()),
            course: course.and_then(|course| self.courses.get(&course).cloned()),
        }
    }
}
