//! The user's own profile: name, e-mail address, password and sessions.
mod new_address_page;
mod page;
mod password;
mod server_fns;
mod sessions;

pub use new_address_page::{AddressChangedPage, NewAddressPage};
pub use page::ProfilePage;
pub use server_fns::*;
