//! Queries and rules on real databases of both engines.
//!
//! One program for all topics, one module per topic.
#![expect(
    clippy::unwrap_used,
    reason = "helpers of tests may; clippy.toml allows it in tests only"
)]
mod activity;
mod branches;
mod catalog;
mod change_events;
mod command_line;
mod copying;
mod course_trash;
mod courses;
mod enrolments;
mod groups;
mod guessing_keys;
mod home;
mod imports;
mod instructors;
mod joining;
mod last_super_admin;
mod learning;
mod left_behind;
mod lists;
mod long_work;
mod look_alikes;
mod mails;
mod mass_actions;
mod migrations;
mod new_users;
mod orders;
mod passkeys;
mod profile;
mod searching;
mod second_factor;
mod sending_keys;
mod sent_forms;
mod sessions;
mod settings;
mod sorting;
mod support;
mod throttles;
mod unit_html;
mod unit_versions;
mod user_tabs;
mod user_types;
mod users;
mod wrong_clock;
