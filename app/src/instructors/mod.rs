//! The instructors of a course or a group: the panel on its editor.
mod panel;
mod server_fns;

pub use panel::{AddInstructorDialog, InstructorsPanel};
pub use server_fns::*;
