//! Rows of a list of groups.
mod keys_in_use;
mod parts;
mod updates;

use super::{
    names::{self, NamedCourses, NamedGroup},
    plan::{GroupAddition, OpenRow, RowEffect, RowPlan},
    planner::{Planner, open_quote},
};
use crate::{Error, base::entities::group_course, imports::sealing::Problem};
use domain::{
    access_scope::AccessScope,
    field_error::{FieldCode, Taken},
    ids::{BranchId, CourseId, GroupId},
    imports::{
        columns::Field,
        groups::{GroupImportLine, line},
        problems::RowProblem,
        stored::{RowVerdict, UnknownNames},
    },
};
use keys_in_use::keys_in_use;
use parts::{details, info, key, keys};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QuerySelect};
use std::collections::{HashMap, HashSet};

/// What was looked up for a page of rows.
struct Page<'a> {
    planner: &'a Planner,
    groups: HashMap<String, Vec<NamedGroup>>,
    /// Names that groups out of reach have, with their branches.
    taken: HashSet<(String, Option<BranchId>)>,
    courses: NamedCourses,
    branches: HashMap<String, BranchId>,
    has: HashSet<(GroupId, CourseId)>,
}

pub(super) async fn plan(
    planner: &Planner,
    conn: &impl ConnectionTrait,
    rows: &[OpenRow],
) -> Result<Vec<RowPlan>, Error> {
    let lines: Vec<GroupImportLine> = rows
        .iter()
        .map(|row| line(planner.columns(), &row.record))
        .collect();
    let page = Page::find(planner, conn, &lines).await?;
    let plans = rows.iter().zip(lines).map(|(row, mut line)| {
        if row.open_quote {
            return RowPlan::left_out(line.name, vec![open_quote()]);
        }
        let unknown = page.take_unknown(&mut line);
        let mut plan = page.plan(&line);
        plan.note(unknown);
        plan.content = format!("{:?}", GroupImportLine { line: 0, ..line });
        plan
    });
    let mut plans: Vec<_> = plans.collect();
    keys_in_use(conn, &planner.secrets, &mut plans).await?;
    Ok(plans)
}

async fn courses_of(
    conn: &impl ConnectionTrait,
    groups: &[GroupId],
) -> Result<HashSet<(GroupId, CourseId)>, Error> {
    let pairs: Vec<(GroupId, CourseId)> = group_course::Entity::find()
        .select_only()
        .columns([
            group_course::Column::GroupId,
            group_course::Column::CourseId,
        ])
        .filter(group_course::Column::GroupId.is_in(groups.iter().copied()))
        .into_tuple()
        .all(conn)
        .await?;
    Ok(pairs.into_iter().collect())
}

impl<'a> Page<'a> {
    async fn find(
        planner: &'a Planner,
        conn: &impl ConnectionTrait,
        lines: &[GroupImportLine],
    ) -> Result<Self, Error> {
        let scope = planner.importer.scope;
        let names = names::keys(lines.iter().map(|line| line.name.as_str()));
        let groups = names::groups(conn, scope, &names).await?;
        let all = names::groups(conn, AccessScope::PORTAL, &names).await?;
        let all = all.into_values().flatten();
        let courses = names::keys_of_parts(lines.iter().flat_map(|line| &line.courses));
        let courses = NamedCourses::find(conn, scope, &courses).await?;
        let branches = names::keys(lines.iter().map(|line| line.branch.as_str()));
        let ids: Vec<GroupId> = groups.values().flatten().map(|group| group.id).collect();
        Ok(Self {
            planner,
            groups,
            taken: all
                .map(|group| (group.name_folded, group.branch_id))
                .collect(),
            courses: courses.with_branches(conn).await?,
            branches: names::branches(conn, scope.branch, &branches).await?,
            has: courses_of(conn, &ids).await?,
        })
    }

    fn plan(&self, line: &GroupImportLine) -> RowPlan {
        let left_out = |problems| RowPlan::left_out(line.name.clone(), problems);
        if let Some((field, problem)) = &line.problem {
            return left_out(vec![Problem::at(*field, problem.clone())]);
        }
        let named = match self.branch(line) {
            Ok(named) => named,
            Err(problem) => return left_out(vec![problem]),
        };
        let branch = named.or(self.planner.default_branch());
        let same_name = self
            .groups
            .get(&names::key(&line.name))
            .into_iter()
            .flatten();
        let existing: Vec<_> = same_name
            .filter(|group| group.branch_id == branch || named.is_none())
            .collect();
        let here = existing.iter().find(|group| group.branch_id == branch);
        match (here, existing.as_slice()) {
            (Some(group), _) => self.update(line, group),
            (None, [group]) => self.update(line, group),
            (None, []) if self.taken.contains(&(names::key(&line.name), branch)) => {
                let taken = FieldCode::Taken(Taken::GroupName);
                left_out(vec![Problem::at(Field::GroupName, taken)])
            }
            (None, []) => self.add(line, branch),
            (None, _) => left_out(vec![Problem::at(
                Field::GroupName,
                FieldCode::Row(RowProblem::SeveralGroups(line.name.clone())),
            )]),
        }
    }

    /// Takes away the courses and the branch that do not exist; returns them as problems.
    fn take_unknown(&self, line: &mut GroupImportLine) -> Vec<Problem> {
        let mut unknown = Vec::new();
        names::part(&mut line.courses, |name| self.courses.is_known(name));
        if self.planner.choices.unknown == UnknownNames::LeaveOut {
            return unknown;
        }
        let named = self.branch(line).unwrap_or_else(|problem| {
            unknown.push(problem);
            line.branch.clear();
            None
        });
        let branch = named.or(self.planner.default_branch());
        line.courses.retain(|name| {
            let problem = self.courses.one_of(name, branch).err();
            let is_known = problem.is_none();
            unknown.extend(problem);
            is_known
        });
        unknown
    }

    fn branch(&self, line: &GroupImportLine) -> Result<Option<BranchId>, Problem> {
        names::branch(&self.branches, &line.branch)
    }

    fn add(&self, line: &GroupImportLine, branch: Option<BranchId>) -> RowPlan {
        let mut problems = Vec::new();
        let info = info(line, self.planner)
            .map_err(|more| problems.extend(more))
            .ok();
        let key = key(line).map_err(|more| problems.extend(more)).ok();
        let courses = self
            .courses(line, branch)
            .map_err(|more| problems.extend(more))
            .ok();
        let (Some(info), Some(key), Some(courses)) = (info, key, courses) else {
            return RowPlan::left_out(line.name.clone(), problems);
        };
        let mut plan = RowPlan::new(RowVerdict::Added, line.name.clone());
        plan.details = details(line, self.planner.shown_branch(&line.branch));
        plan.keys = keys(line, branch, key.as_ref());
        plan.effect = RowEffect::AddGroup(Box::new(GroupAddition {
            info,
            branch,
            key,
            courses,
        }));
        plan
    }

    fn courses(
        &self,
        line: &GroupImportLine,
        branch: Option<BranchId>,
    ) -> Result<Vec<CourseId>, Vec<Problem>> {
        let (mut courses, mut problems) = (Vec::new(), Vec::new());
        for name in &line.courses {
            match self.courses.one_of(name, branch) {
                Ok(course) if courses.contains(&course) => {}
                Ok(course) => courses.push(course),
                Err(problem) => problems.push(problem),
            }
        }
        if problems.is_empty() {
            Ok(courses)
        } else {
            Err(problems)
        }
    }
}
