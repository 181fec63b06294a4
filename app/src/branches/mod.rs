//! Branches: the list, the form that adds one, the editor with its tabs, and the branch fields and
//! move dialogs of other pages.
mod appearance;
mod course_row;
mod courses_tab;
mod deletion;
mod editor;
mod fields;
mod info_tab;
mod list_page;
mod move_dialogs;
mod move_preview;
mod new_page;
mod server_fns;

pub use courses_tab::BranchCoursesTab;
pub use editor::BranchEditor;
pub use fields::{BranchField, BranchFilter, BranchSelect, destinations, use_branch_query};
pub use info_tab::BranchInfoTab;
pub use list_page::BranchesPage;
pub use move_dialogs::{BranchPanel, MoveGroupDialog, MoveUserDialog};
pub use new_page::NewBranchPage;
pub use server_fns::*;
