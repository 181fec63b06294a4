//! The commands of `muster`, run as people and scripts run them.
#![expect(
    clippy::unwrap_used,
    reason = "helpers of tests may; clippy.toml allows it in tests only"
)]
mod config;
mod admin;
mod copying;
mod backups;
mod demo;
mod help;
mod doctor;
mod import;
mod nightly;
mod portal;
mod secrets_and_connections;
mod serving;
mod support;
mod test_mail;
mod service_manager;
