//! Groups: the list, the form that adds one, and the editor with its tabs.
mod activity_tab;
mod course_row;
mod courses_tab;
mod editor;
mod import_page;
mod info_tab;
mod key_row;
mod keys_tab;
mod list_page;
mod mass_actions;
mod member_row;
mod new_page;
mod removal;
mod server_fns;
mod trash_page;
mod users_tab;

pub use activity_tab::ActivityTab;
pub use courses_tab::CoursesTab;
pub use editor::GroupEditor;
pub use import_page::{CheckedImportPage, ImportPage};
pub use info_tab::InfoTab;
pub use keys_tab::KeysTab;
pub use list_page::GroupsPage;
pub use new_page::NewGroupPage;
pub use server_fns::*;
pub use trash_page::TrashPage;
pub use users_tab::UsersTab;
