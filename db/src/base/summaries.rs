//! What most lists say about a user or a course: records nested in those of their statements.
use crate::base::entities::user::full_name;
use domain::ids::{CourseId, UserId};
use sea_orm::FromQueryResult;

#[derive(FromQueryResult)]
pub(crate) struct UserSummary {
    pub id: UserId,
    first_name: String,
    last_name: String,
    pub login: String,
    pub email: String,
    pub active: bool,
}

impl UserSummary {
    /// The columns to select, of users with this alias.
    pub(crate) fn columns(alias: &str) -> String {
        columns(
            alias,
            &["id", "first_name", "last_name", "login", "email", "active"],
        )
    }

    /// Returns first and last name.
    pub(crate) fn full_name(&self) -> String {
        full_name(&self.first_name, &self.last_name)
    }
}

#[derive(FromQueryResult)]
pub(crate) struct CourseSummary {
    pub id: CourseId,
    pub name: String,
    pub category: Option<String>,
    pub active: bool,
    pub unit_count: i64,
}

impl CourseSummary {
    /// The columns to select, of courses with this alias and of categories `k`.
    pub(crate) fn columns(alias: &str) -> String {
        let columns = columns(alias, &["id", "name", "active", "unit_count"]);
        format!("{columns}, k.name AS category")
    }
}

fn columns(alias: &str, names: &[&str]) -> String {
    let columns: Vec<String> = names.iter().map(|name| format!("{alias}.{name}")).collect();
    columns.join(", ")
}
