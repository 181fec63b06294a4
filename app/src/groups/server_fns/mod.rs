//! Server functions of the groups pages.
mod courses;
mod groups;
mod keys;
mod members;

pub use courses::*;
pub use groups::*;
pub use keys::*;
pub use members::*;
