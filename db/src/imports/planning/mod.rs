//! What would become of a page of rows. The one place that decides it: the check keeps its verdicts, a page shows them,
//! and a step of the import follows them, each at its own time.
mod group_courses;
mod groups;
mod members;
pub(super) mod names;
mod plan;
mod planner;
mod seen;
mod users;

pub(super) use plan::{
    Change, GroupAddition, GroupUpdate, Joins, OpenRow, RowEffect, RowPlan, UserAddition,
    UserUpdate, YES, yes_or_no,
};
pub(super) use planner::Planner;
pub(super) use seen::{Seen, repeated};
pub(super) use users::lock_found;

use crate::Error;
use domain::imports::stored::ImportKind;
use sea_orm::ConnectionTrait;

/// Returns a plan for each row.
pub(super) async fn plan(
    planner: &Planner,
    conn: &impl ConnectionTrait,
    rows: &[OpenRow],
) -> Result<Vec<RowPlan>, Error> {
    match planner.kind {
        ImportKind::Users => users::plan(planner, conn, rows).await,
        ImportKind::Members => members::plan(planner, conn, rows).await,
        ImportKind::Groups => groups::plan(planner, conn, rows).await,
        ImportKind::GroupCourses => group_courses::plan(planner, conn, rows).await,
    }
}
