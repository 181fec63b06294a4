//! What the users of a list join: groups, courses and branches.
use super::{
    found::{Found, FoundUser},
    said::Said,
};
use crate::{
    Error,
    base::sql::Sql,
    imports::{
        planning::{
            Joins, Planner,
            names::{self, NamedCourses, NamedGroup},
        },
        sealing::Problem,
    },
};
use domain::{
    field_error::FieldCode,
    ids::{BranchId, CourseId, GroupId, UserId},
    imports::{columns::Field, problems::RowProblem, stored::UnknownNames},
    policy::Action,
};
use sea_orm::{ConnectionTrait, FromQueryResult};
use std::collections::{HashMap, HashSet};

/// What the rows of a page name, and what their users have.
pub(super) struct Joinable {
    pub branches: HashMap<String, BranchId>,
    groups: HashMap<String, Vec<NamedGroup>>,
    courses: NamedCourses,
    creates_groups: bool,
    members: HashSet<(UserId, GroupId)>,
    enrolled: HashSet<(UserId, CourseId)>,
}

#[derive(FromQueryResult)]
struct Member {
    user_id: UserId,
    group_id: GroupId,
}

#[derive(FromQueryResult)]
struct Enrolled {
    user_id: UserId,
    course_id: CourseId,
}

impl Joinable {
    pub(super) async fn find(
        planner: &Planner,
        conn: &impl ConnectionTrait,
        said: &[Said<'_>],
        found: &Found,
    ) -> Result<Self, Error> {
        let lines = || said.iter().map(|said| &said.line);
        let scope = planner.importer.scope;
        let branch_names = names::keys(lines().map(|line| line.branch.as_str()));
        let group_names = names::keys_of_parts(lines().flat_map(|line| &line.groups));
        let groups = match planner.joinable {
            Some(scope) => names::groups(conn, scope, &group_names).await?,
            None => HashMap::new(),
        };
        let course_names = names::keys_of_parts(lines().flat_map(|line| &line.courses));
        let courses = NamedCourses::find(conn, scope, &course_names).await?;
        let creates_groups = planner.choices.unknown == UnknownNames::CreateGroups
            && planner.importer.may(Action::EditGroups)
            && planner
                .joinable
                .is_some_and(|scope| scope.instructor.is_none());
        let mut joinable = Self {
            branches: names::branches(conn, scope.branch, &branch_names).await?,
            groups,
            courses,
            creates_groups,
            members: HashSet::new(),
            enrolled: HashSet::new(),
        };
        joinable.find_members(conn, &found.ids()).await?;
        joinable.find_enrolled(conn, &found.ids()).await?;
        Ok(joinable)
    }

    async fn find_members(
        &mut self,
        conn: &impl ConnectionTrait,
        users: &[UserId],
    ) -> Result<(), Error> {
        let groups: Vec<GroupId> = self
            .groups
            .values()
            .flatten()
            .map(|group| group.id)
            .collect();
        if groups.is_empty() || users.is_empty() {
            return Ok(());
        }
        let members: Vec<Member> = Sql::new(conn)
            .text("SELECT m.user_id, m.group_id FROM group_members m WHERE m.user_id IN ")
            .ids(users)
            .text(" AND m.group_id IN ")
            .ids(&groups)
            .all(conn)
            .await?;
        self.members = members
            .into_iter()
            .map(|one| (one.user_id, one.group_id))
            .collect();
        Ok(())
    }

    async fn find_enrolled(
        &mut self,
        conn: &impl ConnectionTrait,
        users: &[UserId],
    ) -> Result<(), Error> {
        let courses = self.courses.ids();
        if courses.is_empty() || users.is_empty() {
            return Ok(());
        }
        let enrolled: Vec<Enrolled> = Sql::new(conn)
            .text(
                "SELECT e.user_id, e.course_id FROM enrolments e WHERE e.source = 'direct' \
                 AND e.user_id IN ",
            )
            .ids(users)
            .text(" AND e.course_id IN ")
            .ids(&courses)
            .all(conn)
            .await?;
        self.enrolled = enrolled
            .into_iter()
            .map(|one| (one.user_id, one.course_id))
            .collect();
        Ok(())
    }

    /// Returns what the row's user joins, without what they have; or why not.
    pub(super) fn of(
        &self,
        said: &Said<'_>,
        user: Option<&FoundUser>,
        branch: Option<BranchId>,
    ) -> Result<Joins, Vec<Problem>> {
        let (mut joins, mut problems) = (Joins::default(), Vec::new());
        for name in &said.line.groups {
            match self.group(name, branch) {
                Ok(Some(group))
                    if user.is_some_and(|user| self.members.contains(&(user.id, group))) => {}
                Ok(Some(group)) if joins.groups.contains(&group) => {}
                Ok(Some(group)) => joins.groups.push(group),
                Ok(None) => joins.new_groups.push(name.clone()),
                Err(problem) => problems.push(problem),
            }
        }
        for name in &said.line.courses {
            match self.course(name) {
                Ok(course)
                    if user.is_some_and(|user| self.enrolled.contains(&(user.id, course))) => {}
                Ok(course) if joins.courses.contains(&course) => {}
                Ok(course) => joins.courses.push(course),
                Err(problem) => problems.push(problem),
            }
        }
        if problems.is_empty() {
            Ok(joins)
        } else {
            Err(problems)
        }
    }

    /// Reads several names between commas where the whole is no name.
    pub(super) fn part_names(&self, said: &mut Said<'_>) {
        let is_group = |name: &str| self.groups.contains_key(&names::key(name));
        names::part(&mut said.line.groups, is_group);
        names::part(&mut said.line.courses, |name| self.courses.is_known(name));
    }

    pub(super) fn course(&self, name: &str) -> Result<CourseId, Problem> {
        self.courses.one(name)
    }

    /// Returns the group with this name that a user of the branch can join; `None` if it is to be
    /// created.
    pub(super) fn group(
        &self,
        name: &str,
        branch: Option<BranchId>,
    ) -> Result<Option<GroupId>, Problem> {
        let named = self.groups.get(&names::key(name)).into_iter().flatten();
        let fitting: Vec<_> = named
            .filter(|group| group.branch_id.is_none() || group.branch_id == branch)
            .collect();
        let problem = match fitting.as_slice() {
            [one] => return Ok(Some(one.id)),
            [] if self.creates_groups && domain::groups::GroupName::parse(name).is_ok() => {
                return Ok(None);
            }
            [] => RowProblem::UnknownGroup(name.to_owned()),
            _ => RowProblem::SeveralGroups(name.to_owned()),
        };
        Err(Problem::at(Field::Groups, FieldCode::Row(problem)))
    }
}
