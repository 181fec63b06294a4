//! The user's own profile: name, e-mail address, password and sessions.
mod page;
mod password;
mod server_fns;
mod sessions;

pub use page::ProfilePage;
pub use server_fns::*;
