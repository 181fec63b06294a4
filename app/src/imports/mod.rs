//! Lists that are imported: uploaded, checked, corrected, applied and undone.
mod choices;
mod columns_page;
mod how_read;
mod import_page;
mod labels;
mod opened;
mod reading_form;
mod row_dialog;
mod rows;
mod server_fns;
mod sources;
mod start;
mod summary;
mod undo;
mod upload;
mod work;

pub use columns_page::ImportColumnsPage;
pub use import_page::ImportPage;
pub use server_fns::*;
pub use sources::ImportSourcesPage;
pub use upload::{ImportCoursesTab, ImportGroupsPage, ImportMembersTab, ImportUsersPage};
