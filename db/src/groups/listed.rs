//! Which groups with a price are in the catalog.
use crate::{Error, base::sql::Sql};
use domain::ids::{BranchId, GroupId};
use sea_orm::ConnectionTrait;

/// Condition that the group `t` has an active course `c`. The caller adds more conditions on the
/// course, and the closing `)`.
pub(crate) const HAS_COURSE: &str = "EXISTS (SELECT 1 FROM group_courses x JOIN courses c \
     ON c.id = x.course_id AND c.active WHERE x.group_id = t.id";

/// Adds the condition that the group `t` is in the catalog of users of this branch.
pub(crate) fn listed(sql: Sql, branch: Option<BranchId>) -> Sql {
    sql.catalog_bundles_of("t", branch)
        .text(" AND t.price_minor > 0 AND t.deleted_at IS NULL AND ")
        .text(HAS_COURSE)
        .text(")")
}

/// Returns those of the groups that have a price but are not in the catalog, as no course is
/// active.
pub(crate) async fn unlisted(
    conn: &impl ConnectionTrait,
    groups: &[GroupId],
) -> Result<Vec<GroupId>, Error> {
    Sql::new(conn)
        .text("SELECT t.id FROM groups t WHERE t.price_minor > 0 AND t.id IN ")
        .ids(groups)
        .text(" AND NOT ")
        .text(HAS_COURSE)
        .text(")")
        .column(conn)
        .await
}
