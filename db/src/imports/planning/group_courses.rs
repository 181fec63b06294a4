//! Rows of a list of courses, for one group.
use super::{
    names::{self, NamedCourses},
    plan::{OpenRow, RowEffect, RowPlan},
    planner::{Planner, open_quote},
};
use crate::{Error, base::entities::group_course, imports::sealing::Problem};
use domain::{
    field_error::FieldCode,
    ids::CourseId,
    imports::{columns::Field, courses, problems::RowProblem, stored::RowVerdict},
};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QuerySelect};
use std::collections::HashSet;

pub(super) async fn plan(
    planner: &Planner,
    conn: &impl ConnectionTrait,
    rows: &[OpenRow],
) -> Result<Vec<RowPlan>, Error> {
    let group = planner.group.as_ref().ok_or(Error::NotFound)?;
    let mut said: Vec<Vec<String>> = rows
        .iter()
        .map(|row| courses::names(planner.columns(), &row.record))
        .collect();
    let texts = names::keys_of_parts(said.iter().flatten());
    let found = NamedCourses::find(conn, planner.importer.scope, &texts).await?;
    let found = found.with_branches(conn).await?;
    for names in &mut said {
        names::part(names, |name| found.is_known(name));
    }
    let there: HashSet<CourseId> = group_course::Entity::find()
        .select_only()
        .column(group_course::Column::CourseId)
        .filter(group_course::Column::GroupId.eq(group.id))
        .into_tuple()
        .all(conn)
        .await?
        .into_iter()
        .collect();
    let plans = rows.iter().zip(&said).map(|(row, said)| {
        if row.open_quote {
            return RowPlan::left_out(said.join(", "), vec![open_quote()]);
        }
        let course = |name: &String| found.one_of(name, group.branch_id);
        plan_row(said, &there, said.iter().map(course).collect())
    });
    Ok(plans.collect())
}

fn plan_row(
    said: &[String],
    there: &HashSet<CourseId>,
    named: Vec<Result<CourseId, Problem>>,
) -> RowPlan {
    let title = said.join(", ");
    let (mut courses, mut problems) = (Vec::new(), Vec::new());
    for one in named {
        match one {
            Ok(course) => courses.push(course),
            Err(problem) => problems.push(problem),
        }
    }
    if said.is_empty() {
        let code = FieldCode::Row(RowProblem::NoCourse);
        problems.push(Problem::at(Field::Courses, code));
    }
    if !problems.is_empty() {
        return RowPlan::left_out(title, problems);
    }
    let target = courses.first().map(|course| course.0);
    let content = format!("{courses:?}");
    let keys = courses.iter().map(|course| format!("#{course}")).collect();
    courses.retain(|course| !there.contains(course));
    let mut plan = RowPlan::new(RowVerdict::Unchanged, title);
    plan.target = target;
    plan.content = content;
    if !courses.is_empty() {
        plan.verdict = RowVerdict::Added;
        plan.keys = keys;
        plan.effect = RowEffect::AddCourses(courses);
    }
    plan
}
