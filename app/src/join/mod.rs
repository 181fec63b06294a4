//! Joining a group by its key, or by the key's join link.
mod confirm;
mod join_page;
mod leaving;
mod link_page;
mod server_fns;
mod sidebar;

pub use confirm::ConfirmJoinPage;
pub use join_page::JoinPage;
pub use link_page::JoinLinkPage;
pub use server_fns::*;
pub use sidebar::{JoinLink, LearnerSidebar};
