//! Finds group names that are not taken.
use crate::{
    Error, Txn,
    base::{entities::group, search_text::case_fold},
};
use domain::{groups::GroupName, ids::BranchId};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QuerySelect};
use std::collections::HashSet;

/// Returns the first free one of "... (copy)", "... (copy 2)", ...
pub(super) async fn copy_name(txn: &Txn, original: &group::Model) -> Result<String, Error> {
    free(txn, original.branch_id, |number| {
        numbered(&original.name, number)
    })
    .await
}

/// Returns this name if it is free in the branch (or the main portal), otherwise one for a copy.
pub(crate) async fn free_name(
    txn: &Txn,
    branch: Option<BranchId>,
    name: &str,
) -> Result<String, Error> {
    free(txn, branch, |number| match number {
        1 => name.to_owned(),
        number => numbered(name, number - 1),
    })
    .await
}

async fn free(
    txn: &Txn,
    branch: Option<BranchId>,
    named: impl Fn(usize) -> String,
) -> Result<String, Error> {
    const AT_ONCE: usize = 50;
    let mut first = 1;
    loop {
        let names: Vec<String> = (first..first + AT_ONCE).map(&named).collect();
        let in_branch = match branch {
            Some(branch) => group::Column::BranchId.eq(branch),
            None => group::Column::BranchId.is_null(),
        };
        let taken: HashSet<String> = group::Entity::find()
            .select_only()
            .column(group::Column::NameFolded)
            .filter(in_branch)
            .filter(group::Column::DeletedAt.is_null())
            .filter(group::Column::NameFolded.is_in(names.iter().map(|name| case_fold(name))))
            .into_tuple()
            .all(txn)
            .await?
            .into_iter()
            .collect();
        if let Some(free) = names
            .into_iter()
            .find(|name| !taken.contains(&case_fold(name)))
        {
            return Ok(free);
        }
        first += AT_ONCE;
    }
}

fn numbered(name: &str, number: usize) -> String {
    let suffix = match number {
        1 => " (copy)".to_owned(),
        number => format!(" (copy {number})"),
    };
    let room = GroupName::LIMIT - suffix.chars().count();
    let start: String = name.chars().take(room).collect();
    format!("{}{suffix}", start.trim_end())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_copy_of_a_long_name_is_cut_to_the_limit() {
        let name = numbered(&"é".repeat(150), 12);
        assert_eq!(name.chars().count(), 150);
        assert!(name.ends_with(" (copy 12)"));
    }
}
