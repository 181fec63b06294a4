//! The commands of `muster`, run as people and scripts run them.
#![expect(
    clippy::unwrap_used,
    reason = "helpers of tests may; clippy.toml allows it in tests only"
)]
mod backups;
mod demo;
mod doctor;
mod import;
mod nightly;
mod portal;
mod secrets_and_connections;
