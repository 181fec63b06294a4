//! The portal over HTTP, in process: who can use which endpoint, and what attackers get.
//!
//! One program for all topics, one module per topic.
#![expect(
    clippy::unwrap_used,
    reason = "helpers of tests may; clippy.toml allows it in tests only"
)]
mod act_as;
mod authorization_matrix;
mod backups;
mod browser_files;
mod brute_force;
mod buying;
mod card;
mod contact;
mod csrf;
mod database_faults;
mod deadlocks;
mod downloads;
mod face;
mod fuzz;
mod group_keys;
mod headers;
mod health;
mod imports;
mod join_links;
mod key_mails;
mod known_browsers;
mod live;
mod malformed;
mod monitoring;
mod new_passwords;
mod object_access;
mod passkeys;
mod privilege_escalation;
mod profile;
mod request_ids;
mod school;
mod second_factor;
mod security_events;
mod sign_up;
mod sign_up_by_mail;
mod signing_in;
mod slow_clients;
mod stored_xss;
mod support;
mod teaching;
mod terms;
mod two_editors;
mod unit_texts;
mod unit_versions;
mod user_types;
mod who_has_an_account;
mod without_javascript;
