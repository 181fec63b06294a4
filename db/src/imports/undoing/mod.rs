//! Taking back what an import did, for 30 days: from the last row to the first, in committed steps. What was changed since
//! stays, and its row says so.
mod done;
mod groups;
mod people;
mod removals;
mod starting;
mod step;
mod updates;
mod users;

pub use starting::undo;
pub(super) use step::{Step, step};
