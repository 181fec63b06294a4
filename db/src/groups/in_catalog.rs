//! Which groups the catalog sells.
use crate::{
    Error,
    base::{entities::group, sql::Sql},
};
use domain::{
    catalog::BundleState,
    ids::{BranchId, GroupId},
};
use sea_orm::ConnectionTrait;
use std::collections::HashMap;

/// Condition that the group `t` has an active course `c`. The caller adds more conditions on the
/// course, and the closing `)`.
pub(crate) const HAS_COURSE: &str = "EXISTS (SELECT 1 FROM group_courses x JOIN courses c \
     ON c.id = x.course_id AND c.active WHERE x.group_id = t.id";

/// Adds the condition that the group `t` is in the catalog of users of this branch.
pub(crate) fn in_catalog(sql: Sql, branch: Option<BranchId>) -> Sql {
    sql.catalog_bundles_of("t", branch)
        .text(" AND t.listed AND t.price_minor > 0 AND t.deleted_at IS NULL AND ")
        .text(HAS_COURSE)
        .text(")")
}

/// Returns for each of the groups whether the catalog sells it.
pub(crate) async fn bundle_states(
    conn: &impl ConnectionTrait,
    groups: &[group::Model],
) -> Result<HashMap<GroupId, BundleState>, Error> {
    let ids: Vec<GroupId> = groups
        .iter()
        .filter(|group| group.listed && !group.price.is_zero())
        .map(|group| group.id)
        .collect();
    // Of most pages of a list, none.
    let sellable: Vec<GroupId> = if ids.is_empty() {
        Vec::new()
    } else {
        Sql::new(conn)
            .text("SELECT t.id FROM groups t WHERE t.id IN ")
            .ids(&ids)
            .text(" AND ")
            .text(HAS_COURSE)
            .text(")")
            .column(conn)
            .await?
    };
    let state = |group: &group::Model| {
        let has_course = sellable.contains(&group.id);
        BundleState::of(group.price, group.listed, has_course)
    };
    Ok(groups
        .iter()
        .map(|group| (group.id, state(group)))
        .collect())
}
