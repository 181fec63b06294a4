//! What the pages of branches ask the server, and those that move users and groups.
mod branches;
mod courses;
mod moves;

pub use branches::*;
pub use courses::*;
pub use moves::*;
