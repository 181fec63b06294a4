//! What a row says of a group.
use crate::imports::{
    planning::{Planner, names, planner::problems_of},
    sealing::Problem,
};
use domain::{
    groups::{GroupForm, GroupInfo, KeyForm, NewKey},
    ids::BranchId,
    imports::{columns::Field, groups::GroupImportLine, prices},
};

pub(super) fn info(line: &GroupImportLine, planner: &Planner) -> Result<GroupInfo, Vec<Problem>> {
    let price = prices::number(&line.price, planner.currency)
        .map_err(|code| vec![Problem::at(Field::Price, code)])?;
    let form = GroupForm {
        name: line.name.clone(),
        description: line.description.clone(),
        price,
        listed: line.listed.unwrap_or_default().to_string(),
        ..GroupForm::default()
    };
    form.validate(planner.currency)
        .map_err(|errors| problems_of(&errors))
}

pub(super) fn key(line: &GroupImportLine) -> Result<Option<NewKey>, Vec<Problem>> {
    let form = KeyForm {
        key: line.key.clone(),
        ..KeyForm::default()
    };
    form.validate_optional()
        .map_err(|errors| problems_of(&errors))
}

/// A group's name is its branch's own, a key the whole portal's.
pub(super) fn keys(
    line: &GroupImportLine,
    branch: Option<BranchId>,
    new: Option<&NewKey>,
) -> Vec<String> {
    let branch = branch.map_or(0, |branch| branch.0);
    let name = format!("{branch}:{}", names::key(&line.name));
    let key = new.map(|new| format!("key:{}", new.key.folded()));
    [Some(name), key].into_iter().flatten().collect()
}

pub(super) fn details(line: &GroupImportLine, branch: &str) -> String {
    let courses = line.courses.join(", ");
    let mut parts = vec![branch, &line.price, &courses];
    parts.retain(|part| !part.is_empty());
    parts.join(" · ")
}
