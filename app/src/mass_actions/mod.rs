//! What the lists with mass actions share: the menu and the checkboxes, the question before an action, its progress and
//! its result.
mod card;
mod log;
mod menu;
mod question;
mod selection;
mod server_fns;

pub use card::{MassActionPanel, provide_closed_card};
pub use log::{ActionsOf, MassActionHistory, skipped_code, skipped_of};
pub use menu::{MassActionMenu, MenuEntry, MenuSection, RowCheckbox, all_results, selected_users};
pub use question::{Question, RemovalPolicyChoice};
pub use selection::{SelectionContext, provide_selection, ticked_users, use_selection};
pub use server_fns::*;
