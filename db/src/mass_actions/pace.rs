//! How much a mass action does at a time, and how long a process holds it.

/// Users per step: a step is one transaction, short enough for other writers to get in between.
pub const STEP: u64 = 1_000;

/// How long a process holds an action after a step, in seconds; also how long a new action
/// waits for its first step before it counts as abandoned. Short, as users wait for what a process
/// left that was killed; a step that takes longer still excludes others by its locks.
pub(super) const LEASE: i64 = 3;
