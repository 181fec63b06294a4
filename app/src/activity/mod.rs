//! The log of who did what: the page, and its lines wherever they are shown.
mod lines;
mod page;
mod server_fns;

pub use lines::ActivityLines;
pub use page::ActivityPage;
pub use server_fns::*;
