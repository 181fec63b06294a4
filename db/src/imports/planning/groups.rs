//! Rows of a list of groups.
use super::{
    names::{self, NamedCourses, NamedGroup},
    plan::{Change, GroupAddition, GroupUpdate, OpenRow, RowEffect, RowPlan},
    planner::{Planner, open_quote, problems_of},
};
use crate::{
    Error,
    base::{
        entities::{group_course, group_key},
        secrets::Secrets,
    },
    imports::sealing::Problem,
};
use domain::{
    field_error::{FieldCode, Taken},
    groups::{GroupForm, GroupInfo, KeyForm, NewKey},
    ids::{BranchId, CourseId, GroupId},
    imports::{
        columns::Field,
        groups::{GroupImportLine, line},
        problems::RowProblem,
        stored::{ExistingRows, RowVerdict},
    },
    money::Price,
};
use sea_orm::{
    ColumnTrait, ConnectionTrait, EntityTrait, FromQueryResult, QueryFilter, QuerySelect,
};
use std::collections::{HashMap, HashSet};

/// What was looked up for a page of rows.
struct Page<'a> {
    planner: &'a Planner,
    groups: HashMap<String, Vec<NamedGroup>>,
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
    let scope = planner.importer.scope;
    let names = names::keys(lines.iter().map(|line| &line.name));
    let groups = names::groups(conn, scope, &names).await?;
    let courses = names::keys(lines.iter().flat_map(|line| &line.courses));
    let courses = NamedCourses::find(conn, scope, &courses).await?;
    let branches = names::keys(lines.iter().map(|line| &line.branch));
    let branches: Vec<_> = branches
        .into_iter()
        .filter(|name| !name.is_empty())
        .collect();
    let ids: Vec<GroupId> = groups.values().flatten().map(|group| group.id).collect();
    let page = Page {
        planner,
        groups,
        courses: courses.with_branches(conn).await?,
        branches: names::branches(conn, scope.branch, &branches).await?,
        has: courses_of(conn, &ids).await?,
    };
    let plans = rows.iter().zip(&lines).map(|(row, line)| {
        if row.open_quote {
            return RowPlan::left_out(line.name.clone(), vec![open_quote()]);
        }
        let mut plan = page.plan(line);
        plan.content = format!(
            "{:?}",
            GroupImportLine {
                line: 0,
                ..line.clone()
            }
        );
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

impl Page<'_> {
    fn plan(&self, line: &GroupImportLine) -> RowPlan {
        let left_out = |problems| RowPlan::left_out(line.name.clone(), problems);
        if let Some(problem) = &line.problem {
            return left_out(vec![Problem::of_row(problem.clone())]);
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
            (None, []) => self.add(line, branch),
            (None, _) => left_out(vec![Problem::at(
                Field::GroupName,
                FieldCode::Row(RowProblem::SeveralGroups(line.name.clone())),
            )]),
        }
    }

    fn branch(&self, line: &GroupImportLine) -> Result<Option<BranchId>, Problem> {
        if line.branch.is_empty() {
            return Ok(None);
        }
        let found = self.branches.get(&names::key(&line.branch)).copied();
        found.map(Some).ok_or_else(|| {
            let unknown = RowProblem::UnknownBranch(line.branch.clone());
            Problem::at(Field::Branch, FieldCode::Row(unknown))
        })
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
        plan.details = details(line);
        plan.keys = keys(line, branch, key.as_ref());
        plan.effect = RowEffect::AddGroup(Box::new(GroupAddition {
            info,
            branch,
            key,
            courses,
        }));
        plan
    }

    fn update(&self, line: &GroupImportLine, group: &NamedGroup) -> RowPlan {
        let mut plan = RowPlan::new(RowVerdict::Unchanged, group.name.clone());
        plan.details = details(line);
        plan.target = Some(group.id.0);
        if self.planner.choices.existing == ExistingRows::Leave {
            plan.keys = keys(line, group.branch_id, None);
            return plan;
        }
        match self.updated(line, group) {
            Ok((update, changes)) => {
                plan.keys = keys(line, group.branch_id, update.key.as_ref());
                if !changes.is_empty() {
                    plan.verdict = RowVerdict::Updated;
                    plan.effect = RowEffect::UpdateGroup(Box::new(update));
                }
                plan.changes = changes;
            }
            Err(problems) => {
                plan.verdict = RowVerdict::LeftOut;
                plan.problems = problems;
            }
        }
        plan
    }

    fn updated(
        &self,
        line: &GroupImportLine,
        group: &NamedGroup,
    ) -> Result<(GroupUpdate, Vec<Change>), Vec<Problem>> {
        let mut update = GroupUpdate {
            group: group.id,
            description: None,
            price: None,
            key: key(line)?,
            courses: self.courses(line, group.branch_id)?,
        };
        update
            .courses
            .retain(|course| !self.has.contains(&(group.id, *course)));
        let mut changes = Vec::new();
        let mut note = |field, before: String, after: String| {
            changes.push(Change {
                field,
                before,
                after,
            })
        };
        if self.planner.choices.existing == ExistingRows::Update {
            let said = info(line, self.planner)?;
            let description = said.description.as_str();
            if !line.description.is_empty() && description != group.description {
                note(
                    Field::Description,
                    group.description.clone(),
                    description.to_owned(),
                );
                update.description = Some(description.to_owned());
            }
            let old = Price::from_minor(group.price_minor);
            if !line.price.is_empty() && said.price != old {
                note(
                    Field::Price,
                    old.input_value(self.planner.currency),
                    line.price.clone(),
                );
                update.price = Some(said.price);
            }
        }
        if !update.courses.is_empty() {
            note(Field::Courses, String::new(), line.courses.join(", "));
        }
        if update.key.is_some() {
            note(Field::Key, String::new(), line.key.clone());
        }
        Ok((update, changes))
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

fn info(line: &GroupImportLine, planner: &Planner) -> Result<GroupInfo, Vec<Problem>> {
    let form = GroupForm {
        name: line.name.clone(),
        description: line.description.clone(),
        price: price(&line.price),
        ..GroupForm::default()
    };
    form.validate(planner.currency)
        .map_err(|errors| problems_of(&errors))
}

/// The price without the sign or code of a currency.
fn price(typed: &str) -> String {
    let is_amount = |c: char| c.is_ascii_digit() || matches!(c, '.' | ',' | '-');
    typed.trim_matches(|c: char| !is_amount(c)).to_owned()
}

fn key(line: &GroupImportLine) -> Result<Option<NewKey>, Vec<Problem>> {
    let form = KeyForm {
        key: line.key.clone(),
        ..KeyForm::default()
    };
    form.validate_optional()
        .map_err(|errors| problems_of(&errors))
}

/// A group's name is its branch's own, a key the whole portal's.
fn keys(line: &GroupImportLine, branch: Option<BranchId>, new: Option<&NewKey>) -> Vec<String> {
    let branch = branch.map_or(0, |branch| branch.0);
    let name = format!("{branch}:{}", names::key(&line.name));
    let key = new.map(|new| format!("key:{}", new.key.folded()));
    [Some(name), key].into_iter().flatten().collect()
}

fn details(line: &GroupImportLine) -> String {
    let courses = line.courses.join(", ");
    let parts = [&line.branch, &line.price, &courses];
    let parts = parts.into_iter().filter(|part| !part.is_empty()).cloned();
    parts.collect::<Vec<_>>().join(" · ")
}

#[derive(FromQueryResult)]
struct KeyOfGroup {
    lookup: String,
    group_id: GroupId,
}

/// Leaves out groups whose key is in use. A group that has the key already gets no other.
async fn keys_in_use(
    conn: &impl ConnectionTrait,
    secrets: &Secrets,
    plans: &mut [RowPlan],
) -> Result<(), Error> {
    let lookup = |key: &NewKey| secrets.lookup(&key.key.folded());
    let lookups: Vec<String> = plans.iter().filter_map(new_key).map(lookup).collect();
    if lookups.is_empty() {
        return Ok(());
    }
    let live: Vec<KeyOfGroup> = group_key::Entity::find()
        .select_only()
        .columns([group_key::Column::Lookup, group_key::Column::GroupId])
        .filter(group_key::Column::RetiredAt.is_null())
        .filter(group_key::Column::Lookup.is_in(lookups))
        .into_model()
        .all(conn)
        .await?;
    let live: HashMap<String, GroupId> = live
        .into_iter()
        .map(|key| (key.lookup, key.group_id))
        .collect();
    for plan in plans.iter_mut() {
        let Some(owner) = new_key(plan).and_then(|key| live.get(&lookup(key)).copied()) else {
            continue;
        };
        match &mut plan.effect {
            RowEffect::UpdateGroup(update) if update.group == owner => {
                update.key = None;
                plan.changes.retain(|change| change.field != Field::Key);
                if plan.changes.is_empty() {
                    plan.verdict = RowVerdict::Unchanged;
                    plan.effect = RowEffect::None;
                }
            }
            _ => {
                plan.refuse(FieldCode::Taken(Taken::Key));
                plan.problems = vec![Problem::at(Field::Key, FieldCode::Taken(Taken::Key))];
            }
        }
    }
    Ok(())
}

fn new_key(plan: &RowPlan) -> Option<&NewKey> {
    match &plan.effect {
        RowEffect::AddGroup(addition) => addition.key.as_ref(),
        RowEffect::UpdateGroup(update) => update.key.as_ref(),
        _ => None,
    }
}
