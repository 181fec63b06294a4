//! All users as a file, which the import reads again.
use super::{csv_file, head_line, lines, may};
use crate::Portal;
use app::server::Caller;
use axum::{
    Extension,
    body::Body,
    extract::State,
    response::{IntoResponse, Response},
};
use domain::{ids::UserId, policy::Action};
use futures::{StreamExt, TryStreamExt, stream};

/// All users, read from the database as the client takes them.
pub async fn users(State(portal): State<Portal>, Extension(caller): Extension<Caller>) -> Response {
    if let Err(refusal) = may(&caller, Action::ListUsers) {
        return refusal.into_response();
    }
    let db = portal.db;
    let pages = stream::try_unfold(Some(UserId(0)), move |after| {
        let db = db.clone();
        async move {
            let Some(after) = after else { return Ok(None) };
            let page = db::users::export(&db, after).await?;
            let next = page.last().map(|user| user.user);
            Ok::<_, db::Error>(next.is_some().then_some((page, next)))
        }
    });
    let head = stream::once(async { Ok(head_line(USER_HEAD)) });
    let body = pages.map_ok(|page| lines(page.into_iter().map(user_line)));
    csv_file("users.csv", Body::from_stream(head.chain(body)))
}

/// Named as the import reads them.
const USER_HEAD: [&str; 7] = [
    "Login",
    "E-mail",
    "First name",
    "Last name",
    "User type",
    "Active",
    "Added",
];

fn user_line(user: db::users::Exported) -> [String; 7] {
    let active = if user.active { "yes" } else { "no" };
    [
        user.login,
        user.email,
        user.first_name,
        user.last_name,
        user.user_type,
        active.to_owned(),
        user.created_at.input_value(),
    ]
}
