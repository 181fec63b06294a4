//! The activity log: its page, and its lines for other pages.
mod chips;
mod clock;
mod entry;
mod filters;
mod lines;
mod mark;
mod page;
mod people;
mod sentence;
mod server_fns;

pub use chips::FilterChips;
pub use filters::{ActivityFilters, use_activity_filter};
pub use lines::{ActivityLines, Days};
pub use page::ActivityPage;
pub use server_fns::*;
