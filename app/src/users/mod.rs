//! Users: the list, the form that adds one, and the editor.
mod edit_page;
mod fields;
mod import_page;
mod list_page;
mod new_page;
mod server_fns;
mod waiting;

pub use edit_page::UserPage;
pub use fields::UserFields;
pub use import_page::{CheckedUsersPage, ImportUsersPage};
pub use list_page::UsersPage;
pub use new_page::NewUserPage;
pub use server_fns::*;
