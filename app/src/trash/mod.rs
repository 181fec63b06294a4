//! The trash: deleted groups and courses that can be restored.
mod page;
mod server_fns;

pub use page::TrashPage;
pub use server_fns::*;
