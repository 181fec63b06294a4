//! Applying an import in committed steps, and its end.
mod ending;
mod group_courses;
mod groups;
mod joining;
mod starting;
mod step;
mod user_updates;
mod users;
mod work;

pub use ending::cancel;
pub use starting::start;
pub use step::{ImportStep, step};

pub(super) use ending::result;
pub(super) use joining::mark;
