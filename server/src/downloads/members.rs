//! A group's members as a file.
use super::{csv_in_pages, users::person_cells};
use app::server::{Gate, Refusal};
use axum::{extract::Path, response::Response};
use domain::{
    ids::{GroupId, UserId},
    policy::Action,
};
use futures::stream;

/// All members, read from the database while the client receives them.
pub async fn members(gate: Gate, Path(group): Path<GroupId>) -> Result<Response, Refusal> {
    let cx = gate
        .authorize_on(Action::ListGroups, [group.into()])
        .await?;
    let db = cx.db().clone();
    let name = file_name(&db::groups::get(&db, group).await?.name);
    let pages = stream::try_unfold(UserId(0), move |after| {
        let db = db.clone();
        async move {
            let page = db::members::export(&db, group, after).await?;
            let last = page.last().map(|member| member.person.id);
            Ok(last.map(|last| (page, last)))
        }
    });
    csv_in_pages(&name, MEMBER_HEAD, pages, member_line).await
}

const MEMBER_HEAD: [&str; 9] = [
    "Login",
    "E-mail",
    "First name",
    "Last name",
    "User type",
    "Active",
    "Member since",
    "Enrolled",
    "Courses",
];

fn member_line(member: db::members::MemberExport) -> [String; 9] {
    let [login, email, first, last, user_type, active] = person_cells(member.person);
    [
        login,
        email,
        first,
        last,
        user_type,
        active,
        member.added_at.input_value(),
        member.enrolled.to_string(),
        member.courses.to_string(),
    ]
}

/// Returns a file name that file systems and headers accept, made from the group's name.
fn file_name(group: &str) -> String {
    let plain = |letter: char| {
        if letter.is_ascii_alphanumeric() {
            letter.to_ascii_lowercase()
        } else {
            '-'
        }
    };
    let name: String = group.chars().take(60).map(plain).collect();
    format!("{}-members.csv", name.trim_matches('-'))
}
