//! User types: the list, and the editor with the permission tree.
mod delete_dialog;
mod demand;
mod edit_page;
mod fields;
mod list_page;
mod new_page;
mod server_fns;
mod tree;

pub use edit_page::UserTypePage;
pub use list_page::UserTypesPage;
pub use new_page::NewUserTypePage;
pub use server_fns::*;
