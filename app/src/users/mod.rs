//! Users: the list, the form that adds one, and the editor with its tabs.
mod approval;
mod courses_tab;
mod deletion;
mod editor;
mod fields;
mod groups_tab;
mod info_tab;
mod list_page;
mod mass_action_menu;
mod mass_action_target;
mod mass_actions;
mod new_page;
mod second_factor;
mod server_fns;
mod table;

pub use courses_tab::UserCoursesTab;
pub use editor::UserEditor;
pub use fields::{AddressLoginField, ONE_NAME, UserFields};
pub use groups_tab::UserGroupsTab;
pub use info_tab::UserInfoTab;
pub use list_page::UsersPage;
pub use new_page::NewUserPage;
pub use server_fns::*;
