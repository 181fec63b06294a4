//! Server functions of the branches pages, and of moving users and groups.
mod branches;
mod courses;
mod moves;

pub use branches::*;
pub use courses::*;
pub use moves::*;
