//! Tables and queries: one module of plain functions per noun. Never built for WASM.
//!
//! Each write is one function with one transaction, and adds its own activity line.

// The layers, the lowest first: a file uses its own folder and those before it, which
// `bin/check/layers.mjs` checks. Other crates see nouns, not layers: each module is re-exported
// here by its own name, and used inside by its real path.
mod base;
mod delivery;

mod access;
pub mod settings;

mod enrolments;

pub mod branches;
pub mod instructors;

mod content;
pub mod users;

pub mod groups;

mod sales;

pub mod learning;

mod onboarding;

mod administration;

pub mod mass_actions;

pub mod imports;

pub mod copying;

pub mod upkeep;

pub use access::{
    access_scope, passwords,
    second_factor::{self, passkeys},
    sessions, user_types,
};
pub use administration::{activity, course_trash, home, left_behind, monitoring, wrong_clock};
pub use base::{
    audit::{AuditContext, SentForm, now},
    connection::{Db, is_protected, is_this_machine},
    error::{Error, Taken},
    event_bus,
    probe::Probe,
    secrets, sent_forms,
    transaction::Txn,
};
pub use content::{categories, courses, unit_history, unit_html, unit_versions, units};
pub use delivery::{flashes, mails, throttles};
pub use enrolments::direct as direct_enrolments;
pub use groups::{group_courses, joining, keys, members, trash};
pub use learning::{learners, report as group_reports};
pub use mass_actions::worker;
pub use onboarding::{password_resets, sign_ups};
pub use sales::{catalog, coupons, orders};
pub use sea_orm::DbErr;
pub use users::profile;
