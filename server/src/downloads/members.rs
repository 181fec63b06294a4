//! A group's members as a file.
use super::{
    file_name::FileName,
    list_file::{ExportQuery, ListFile},
    users::{PERSON_HEAD, person_cells},
};
use app::server::{Gate, Refusal};
use axum::{
    extract::{Path, Query},
    response::Response,
};
use db::members::MemberExport;
use domain::{
    ids::{GroupId, UserId},
    policy::Action,
};
use futures::stream;

pub async fn members(
    gate: Gate,
    Path(group): Path<GroupId>,
    Query(asked): Query<ExportQuery>,
) -> Result<Response, Refusal> {
    let cx = gate
        .authorize_on(Action::ListGroups, [group.into()])
        .await?;
    let db = cx.db().clone();
    let name = db::groups::get(&db, group).await?.name;
    let name = FileName::of_group(group, &name, "members");
    let file = ListFile::new(name, "Members", asked, &cx);
    let pages = stream::try_unfold(UserId(0), move |after| {
        let db = db.clone();
        async move {
            let page = db::members::export(&db, group, after).await?;
            let last = page.last().map(|member| member.person.id);
            Ok(last.map(|last| (page, last)))
        }
    });
    let head = PERSON_HEAD
        .into_iter()
        .chain(["Member since", "Enrolled", "Courses"]);
    file.send(&head.collect::<Vec<_>>(), pages, cells).await
}

fn cells(member: MemberExport) -> Vec<String> {
    let others = [
        member.added_at.input_value(),
        member.enrolled.to_string(),
        member.courses.to_string(),
    ];
    person_cells(member.person)
        .into_iter()
        .chain(others)
        .collect()
}
