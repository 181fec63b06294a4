//! The server functions of the users pages.
mod deletion;
mod tabs;
mod users;

pub use deletion::*;
pub use tabs::*;
pub use users::*;
