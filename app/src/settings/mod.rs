//! Settings: the portal's name and currency, new users, group keys, and the mailbox.
mod appearance;
mod backups_panel;
mod contact;
mod default_group_panel;
mod general_page;
mod key_instructions_page;
mod mailbox_page;
mod name;
mod new_users_page;
mod server_fns;
mod tabs;

pub use appearance::HueField;
pub use contact::{AskContact, provide_contact, use_contact};
pub use default_group_panel::DefaultGroupPanel;
pub use general_page::GeneralPage;
pub use key_instructions_page::KeyInstructionsPage;
pub use mailbox_page::MailboxPage;
pub use name::{provide_portal_name, use_portal_name};
pub use new_users_page::NewUsersPage;
pub use server_fns::*;
