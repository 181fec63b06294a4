//! Mass actions on members of a group and on users: previewed, run in committed steps, cancelled, resumed after a stop,
//! undone.
mod ending;
mod in_group;
mod on_users;
mod pace;
mod place;
mod preview;
mod reverse;
mod rights;
mod selection;
mod skips;
mod starting;
mod step;
mod undoing;
mod verdicts;
mod view;
pub mod worker;

pub use ending::cancel;
pub use pace::STEP;
pub use place::MassActionPlace;
pub use preview::{preview, preview_on_users};
pub(crate) use starting::start_in;
pub use starting::{start, start_on_users};
pub use step::{Step, step};
pub use undoing::undo;
pub use view::{SkippedUser, kind, list_abandoned, recent, skipped};
