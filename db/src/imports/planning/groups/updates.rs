//! Rows of groups that exist.
use super::{
    Page,
    parts::{details, info, key, keys},
};
use crate::imports::{
    planning::{Change, GroupUpdate, RowEffect, RowPlan, names::NamedGroup, yes_or_no},
    sealing::Problem,
};
use domain::{
    imports::{
        columns::Field,
        groups::GroupImportLine,
        stored::{ExistingRows, RowVerdict},
    },
    money::Price,
};

impl Page<'_> {
    pub(super) fn update(&self, line: &GroupImportLine, group: &NamedGroup) -> RowPlan {
        let mut plan = RowPlan::new(RowVerdict::Unchanged, group.name.clone());
        plan.details = details(line, &line.branch);
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
            listed: None,
            key: key(line)?,
            courses: self.courses(line, group.branch_id)?,
        };
        let has = |course| self.has.contains(&(group.id, course));
        update.courses.retain(|course| !has(*course));
        let mut changes = Vec::new();
        if self.planner.choices.existing == ExistingRows::Update {
            self.note_fields(line, group, &mut update, &mut changes)?;
        }
        if !update.courses.is_empty() {
            changes.push(change(Field::Courses, "", &line.courses.join(", ")));
        }
        if update.key.is_some() {
            changes.push(change(Field::Key, "", &line.key));
        }
        Ok((update, changes))
    }

    /// Description, price and whether it is listed, where the row has another. Empty cells change nothing.
    fn note_fields(
        &self,
        line: &GroupImportLine,
        group: &NamedGroup,
        update: &mut GroupUpdate,
        changes: &mut Vec<Change>,
    ) -> Result<(), Vec<Problem>> {
        let said = info(line, self.planner)?;
        let description = said.description.as_str();
        if !line.description.is_empty() && description != group.description {
            let before = &group.description;
            changes.push(change(Field::Description, before, description));
            update.description = Some(description.to_owned());
        }
        let old = Price::from_minor(group.price_minor);
        if !line.price.is_empty() && said.price != old {
            let before = old.input_value(self.planner.currency);
            changes.push(change(Field::Price, &before, &line.price));
            update.price = Some(said.price);
        }
        if let Some(listed) = line.listed
            && listed != group.listed
        {
            let (before, after) = (yes_or_no(group.listed), yes_or_no(listed));
            changes.push(change(Field::Listed, before, after));
            update.listed = Some(listed);
        }
        Ok(())
    }
}

fn change(field: Field, before: &str, after: &str) -> Change {
    Change {
        field,
        before: before.to_owned(),
        after: after.to_owned(),
    }
}
