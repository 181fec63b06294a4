//! What an action on a group does with each user: one rule for its preview and its steps.
use crate::{
    base::{entities::group, sql::Sql},
    enrolments::rules,
};
use domain::mass_actions::{MassActionKind, MassActionPreview, SkipReason};

/// What is done with a user who is not skipped.
pub(super) const CHANGE: &str = "change";
pub(super) const UNCHANGED: &str = "unchanged";

/// Adds the verdict on a user `u`: [`CHANGE`], [`UNCHANGED`] or the code of a [`SkipReason`].
pub(super) fn in_group(sql: Sql, group: &group::Model, kind: MassActionKind) -> Sql {
    let inactive = SkipReason::Inactive.code();
    let sql = sql.text("CASE");
    let sql = if kind.removal().is_some() {
        let not_member = format!(
            " WHEN NOT {} THEN '{UNCHANGED}'",
            rules::is_member("?", "u.id")
        );
        sql.add(&not_member, [group.id.into()])
    } else {
        sql
    };
    let sql = sql.text(&format!(" WHEN NOT u.active THEN '{inactive}'"));
    let sql = match group
        .branch_id
        .filter(|_| kind == MassActionKind::AddMembers)
    {
        Some(branch) => sql.add(
            &format!(
                " WHEN {} THEN '{}'",
                rules::outside_branch("u"),
                SkipReason::OtherBranch.code()
            ),
            [branch.into()],
        ),
        None => sql,
    };
    sql.text(&format!(" ELSE '{CHANGE}' END"))
}

/// Adds who is skipped; everyone else who is not affected is unchanged.
pub(super) fn add_skipped(
    preview: &mut MassActionPreview,
    reasons: impl IntoIterator<Item = (SkipReason, i64)>,
) {
    let reasons = reasons.into_iter().filter(|(_, number)| *number > 0);
    preview.reasons = reasons.collect();
    preview.skipped = preview.reasons.iter().map(|(_, number)| number).sum();
    preview.unchanged = preview.users - preview.skipped - preview.affected;
}
