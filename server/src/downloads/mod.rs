//! Files that are generated on request. All exports are here: each is a handler that reads its rows page by page, and
//! `list_file.rs` makes CSV or a workbook of them while the client receives it.
mod activity;
mod csv_writer;
mod file_name;
mod left_out;
mod list_file;
mod list_writer;
mod members;
mod orders;
mod qr_code;
mod report;
#[cfg(test)]
mod round_trip;
mod second_factor;
mod skipped;
mod users;
mod workbook;

use crate::AppState;
use axum::{Router, routing::get};

/// Returns the routes of all files. An export has its format in the query; without one it is CSV with commas, in UTF-8.
/// The addresses that end in `.csv` are those of earlier versions, for links and scripts.
pub fn routes() -> Router<AppState> {
    const SKIPPED: &str = "/groups/{group}/mass-actions/{action}/skipped";
    Router::new()
        .route("/users/export", get(users::users))
        .route("/users/export.csv", get(users::users))
        .route("/groups/{group}/members/export", get(members::members))
        .route("/groups/{group}/members.csv", get(members::members))
        .route("/groups/{group}/report/export", get(report::report))
        .route(&format!("{SKIPPED}/export"), get(skipped::skipped))
        .route(&format!("{SKIPPED}.csv"), get(skipped::skipped))
        .route(
            "/users/mass-actions/{action}/skipped/export",
            get(skipped::skipped_of_users),
        )
        .route("/orders/export", get(orders::orders))
        .route("/activity/export", get(activity::activity))
        .route("/activity.csv", get(activity::activity))
        .route("/imports/{import}/left-out", get(left_out::left_out))
        .route("/groups/{group}/keys/{key}/qr.svg", get(qr_code::qr_code))
        .route(
            "/second-factor/qr.svg",
            get(second_factor::second_factor_qr_code),
        )
}

/// The content type of a workbook, which is compressed already.
pub const XLSX: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
