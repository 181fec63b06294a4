//! Tables and queries: one module of plain functions per noun. Never built for WASM.
//!
//! Each write is one function with one transaction, and adds its own activity line.
// The unit tests share the helpers of `tests/`, which refer to this crate as `db`.
#[cfg(test)]
extern crate self as db;

pub mod access_scope;
pub mod activity;
pub mod branches;
pub mod catalog;
pub mod categories;
mod connection;
pub mod coupons;
pub mod courses;
mod enrolments;
mod entities;
mod error;
pub mod event_bus;
pub mod flashes;
pub mod group_courses;
pub mod groups;
pub mod instructors;
pub mod joining;
pub mod keys;
pub mod learners;
pub mod learning;
mod mail_templates;
pub mod mails;
pub mod mass_actions;
pub mod members;
mod one_time_tokens;
pub mod orders;
mod paging;
pub mod password_resets;
pub mod passwords;
pub mod profile;
mod search_text;
pub mod secrets;
pub mod sessions;
pub mod settings;
pub mod sign_ups;
mod sql;
pub mod throttles;
pub mod trash;
mod two_section_list;
pub mod units;
pub mod user_types;
pub mod users;
pub mod worker;

pub use connection::{Db, Txn};
pub use enrolments::direct as direct_enrolments;
pub use error::{Error, Taken};
pub use sea_orm::DbErr;

use domain::{access_scope::AccessScope, ids::UserId, time::Timestamp};

/// Who writes, when and from where, as every activity line records it; and the access scope of
/// the action.
#[derive(Clone, Debug)]
pub struct AuditContext {
    /// `None` is the portal itself (set-up, demo, command line).
    pub actor: Option<UserId>,
    pub name: String,
    pub address: String,
    pub at: Timestamp,
    /// What is created belongs to its branch and its instructor.
    pub scope: AccessScope,
}

impl AuditContext {
    /// Returns the context of writes by the portal itself.
    pub fn system(at: Timestamp) -> Self {
        Self {
            actor: None,
            name: "Muster".into(),
            address: String::new(),
            at,
            scope: AccessScope::PORTAL,
        }
    }
}

/// Returns the current time of the system clock.
pub fn now() -> Timestamp {
    let since = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH);
    Timestamp(since.map_or(0, |since| {
        i64::try_from(since.as_millis()).unwrap_or(i64::MAX)
    }))
}
