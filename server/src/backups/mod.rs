//! Backups: one file that is checked before it has its name, by hand and every night.
pub mod disk;
mod naming;
mod nightly;
pub mod postgres;
mod schedule;
mod writing;

pub use naming::stamp;
pub use nightly::{Nightly, Outcome, spawn};
pub use schedule::TimeOfDay;
pub use writing::{Written, write};
