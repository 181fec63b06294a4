//! How much of an import is done at a time, and how long a process holds it.
use std::time::Duration;

/// Rows that are checked, or applied, at a time. A step is one transaction, short enough for other
/// writers to get in between.
pub(super) const PAGE: i64 = 1_000;

/// Rows per step of groups, each of which may have courses that enrol members.
pub(super) const GROUPS: i64 = 100;

/// Rows per step if their passwords have to be hashed first.
pub(super) const HASHED: i64 = 100;

/// How long a process holds an import after a step or a renewal, in seconds; also how long an import
/// waits for its first step before it counts as abandoned. Short, as importers wait for what a process
/// left that was killed.
pub(super) const LEASE: i64 = 3;

/// How often work without steps renews its lease.
pub(super) const RENEWAL: Duration = Duration::from_secs(1);
