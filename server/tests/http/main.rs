//! The portal over HTTP, in process: who may pass which door, and what attackers get.
//!
//! One program for all topics, one module a topic.
#![expect(
    clippy::unwrap_used,
    reason = "helpers of tests may; clippy.toml allows it in tests only"
)]
mod acting;
mod buying;
mod card;
mod cross_site;
mod doors;
mod downloads;
mod group_keys;
mod guessing;
mod headers;
mod health;
mod join_links;
mod key_mails;
mod live;
mod malformed;
mod more_rights;
mod new_accounts;
mod others_objects;
mod plain_forms;
mod profile;
mod signing_in;
mod slow_clients;
mod stored_scripts;
mod support;
mod teaching;
mod two_editors;
mod user_types;
