//! What a step needs.
use crate::imports::planning::Planner;
use domain::time::Timestamp;
use std::collections::HashMap;

/// What a step needs that it gets before its transaction.
pub(super) struct Work {
    pub planner: Planner,
    /// Hashes of the passwords of rows, by place.
    pub hashes: HashMap<i64, String>,
    pub now: Timestamp,
    /// How many rows it has at most.
    pub most: i64,
}
