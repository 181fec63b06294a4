//! Server functions of the groups pages.
mod courses;
mod groups;
mod keys;
mod mass_actions;
mod members;

pub use courses::*;
pub use groups::*;
pub use keys::*;
pub use mass_actions::*;
pub use members::*;
