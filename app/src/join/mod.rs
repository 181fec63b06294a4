//! Joining a group by its key.
mod confirm;
mod join_page;
mod server_fns;
mod sidebar;

pub use confirm::ConfirmJoinPage;
pub use join_page::JoinPage;
pub use server_fns::*;
pub use sidebar::LearnerSidebar;
