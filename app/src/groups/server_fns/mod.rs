//! Server functions of the groups pages.
mod courses;
mod groups;
mod imports;
mod keys;
mod mass_actions;
mod members;

pub use courses::*;
pub use groups::*;
pub use imports::*;
pub use keys::*;
pub use mass_actions::*;
pub use members::*;
