//! The activity log: its page, and its lines for other pages.
mod kind_filter;
mod lines;
mod page;
mod server_fns;

pub use lines::{ActivityLines, ActivityList};
pub use page::ActivityPage;
pub use server_fns::*;
