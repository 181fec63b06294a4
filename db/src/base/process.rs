//! Which process this is, for others that share the database.
use std::sync::LazyLock;

/// Distinguishes this process from others that hold leases or are connected.
pub(crate) static PROCESS: LazyLock<i64> = LazyLock::new(|| {
    let mut bytes = [0; 8];
    // Without randomness the lease still works by its expiry.
    let _ = getrandom::fill(&mut bytes);
    i64::from_le_bytes(bytes) & i64::MAX
});
