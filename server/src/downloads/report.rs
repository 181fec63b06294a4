//! How far a group's members are in its courses, as a file.
use super::{
    file_name::FileName,
    list_file::{ExportQuery, ListFile},
    users::{PERSON_HEAD, person_cells, yes_or_no},
};
use app::server::{Gate, Refusal};
use axum::{
    extract::{Path, Query},
    response::Response,
};
use db::group_reports::ReportRow;
use domain::{
    courses::percent,
    ids::{CourseId, GroupId, UserId},
    policy::Action,
    time::Timestamp,
};
use futures::stream;

/// Each member in each of the group's courses whose learners the reader may see.
pub async fn report(
    gate: Gate,
    Path(group): Path<GroupId>,
    Query(asked): Query<ExportQuery>,
) -> Result<Response, Refusal> {
    let cx = gate
        .authorize_on(Action::ListGroups, [group.into()])
        .await?;
    let scope = gate.authorize(Action::ListCourses)?.scope;
    let db = cx.db().clone();
    let name = db::groups::get(&db, group).await?.name;
    let name = FileName::of_group(group, &name, "report");
    let file = ListFile::new(name, "Report", asked, &cx);
    let pages = stream::try_unfold((UserId(0), CourseId(0)), move |after| {
        let db = db.clone();
        async move {
            let page = db::group_reports::export(&db, scope, group, after).await?;
            let last = page.last().map(|row| (row.person.id, row.course));
            Ok(last.map(|last| (page, last)))
        }
    });
    let head = PERSON_HEAD.into_iter().chain([
        "Course",
        "Enrolled",
        "Status",
        "Progress",
        "Completed units",
        "Units",
        "Started (UTC)",
        "Completed (UTC)",
    ]);
    file.send(&head.collect::<Vec<_>>(), pages, cells).await
}

fn cells(row: ReportRow) -> Vec<String> {
    let moment = |at: Option<Timestamp>| at.map(Timestamp::input_value).unwrap_or_default();
    let others = [
        row.course_name,
        yes_or_no(row.enrolled),
        row.status.label().to_owned(),
        format!("{}%", percent(row.completed, row.units)),
        row.completed.to_string(),
        row.units.to_string(),
        moment(row.started_at),
        moment(row.completed_at),
    ];
    person_cells(row.person).into_iter().chain(others).collect()
}
