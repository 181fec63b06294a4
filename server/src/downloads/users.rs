//! All users as a file that can be imported again.
use super::csv_in_pages;
use app::server::{Gate, Refusal};
use axum::response::Response;
use domain::{ids::UserId, policy::Action};
use futures::stream;

/// The users in scope, read from the database while the client receives them.
pub async fn users(gate: Gate) -> Result<Response, Refusal> {
    let cx = gate.authorize(Action::ListUsers)?;
    let (db, scope) = (cx.db().clone(), cx.scope);
    let pages = stream::try_unfold(UserId(0), move |after| {
        let db = db.clone();
        async move {
            let page = db::users::export(&db, scope, after).await?;
            let last = page.last().map(|user| user.person.id);
            Ok(last.map(|last| (page, last)))
        }
    });
    csv_in_pages("users.csv", USER_HEAD, pages, user_line).await
}

/// Returns the cells that every export has of a user.
pub(super) fn person_cells(person: db::users::PersonExport) -> [String; 6] {
    let active = if person.active { "yes" } else { "no" };
    [
        person.login,
        person.email,
        person.first_name,
        person.last_name,
        person.user_type,
        active.to_owned(),
    ]
}

/// The column names that the import recognises.
const USER_HEAD: [&str; 7] = [
    "Login",
    "E-mail",
    "First name",
    "Last name",
    "User type",
    "Active",
    "Added",
];

fn user_line(user: db::users::UserExport) -> [String; 7] {
    let [login, email, first, last, user_type, active] = person_cells(user.person);
    let added = user.created_at.input_value();
    [login, email, first, last, user_type, active, added]
}
