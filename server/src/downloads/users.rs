//! All users as a file that can be imported again.
use super::{
    file_name::FileName,
    list_file::{ExportQuery, ListFile},
};
use app::server::{Gate, Refusal};
use axum::{extract::Query, response::Response};
use db::users::{PersonExport, UserExport};
use domain::{ids::UserId, imports::name_lists, page::Search, policy::Action, users::UserFilter};
use futures::stream;
use serde::Deserialize;

/// The search and filters of the list of users, as its page has them in its address.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct UserQuery {
    q: String,
    filter: String,
    branch: String,
}

/// The users in scope who match search and filters. Their groups are those that the reader sees; without the right to
/// see any, the column is missing.
pub async fn users(
    gate: Gate,
    Query(shown): Query<UserQuery>,
    Query(asked): Query<ExportQuery>,
) -> Result<Response, Refusal> {
    let cx = gate.authorize(Action::ListUsers)?;
    let groups = cx.actor.may(Action::ListGroups);
    let groups = groups.then(|| cx.actor.scope(Action::ListGroups));
    let file = ListFile::new(FileName::new("users"), "Users", asked, &cx);
    let scope = cx.scope_for_branch(shown.branch.parse().ok());
    let filter = UserFilter::from_code(&shown.filter).unwrap_or_default();
    let search = Search {
        text: shown.q,
        cursor: None,
    };
    let db = cx.db().clone();
    let pages = stream::try_unfold(UserId(0), move |after| {
        let (db, search) = (db.clone(), search.clone());
        async move {
            let page = db::users::export(&db, scope, &search, filter, groups, after).await?;
            let last = page.last().map(|user| user.person.id);
            Ok(last.map(|last| (page, last)))
        }
    });
    let shows_groups = groups.is_some();
    let head = PERSON_HEAD.into_iter().chain(["Branch"]);
    let head = head
        .chain(shows_groups.then_some("Groups"))
        .chain(["Added"]);
    let cells = move |user: UserExport| {
        let groups = shows_groups.then(|| name_lists::join(&user.groups));
        let cells = person_cells(user.person)
            .into_iter()
            .chain([user.branch.unwrap_or_default()]);
        let cells = cells.chain(groups);
        cells.chain([user.created_at.input_value()]).collect()
    };
    file.send(&head.collect::<Vec<_>>(), pages, cells).await
}

/// The column names that the import recognises.
pub(super) const PERSON_HEAD: [&str; 6] = [
    "Login",
    "E-mail",
    "First name",
    "Last name",
    "User type",
    "Active",
];

/// Returns the cells that every export has of a user.
pub(super) fn person_cells(person: PersonExport) -> [String; 6] {
    [
        person.login,
        person.email,
        person.first_name,
        person.last_name,
        person.user_type,
        yes_or_no(person.active),
    ]
}

pub(super) fn yes_or_no(is_so: bool) -> String {
    if is_so { "yes" } else { "no" }.to_owned()
}
