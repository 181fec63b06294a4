//! What the users' pages ask the server.
mod deletion;
mod tabs;
mod users;

pub use deletion::*;
pub use tabs::*;
pub use users::*;
