use serde::{Deserialize, Serialize};

/// What the kinds of activity do, told apart by icon and tint.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Deed {
    Added,
    Removed,
    Restored,
    Edited,
    Enrolled,
    Unenrolled,
    /// Signing in and out, and one's own credentials.
    Account,
    Key,
    MassAction,
    Imported,
    /// Orders and payments.
    Paid,
    Settings,
}
