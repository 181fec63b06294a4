//! The commands of `muster`, run as people and scripts run them.
#![expect(
    clippy::unwrap_used,
    reason = "helpers of tests may; clippy.toml allows it in tests only"
)]
mod admin;
mod backups;
mod config;
mod copying;
mod demo;
mod doctor;
mod help;
mod import;
mod nightly;
mod portal;
mod secrets_and_connections;
mod service_manager;
mod serving;
mod support;
mod test_mail;
