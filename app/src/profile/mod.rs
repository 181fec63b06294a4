//! One's own profile: names, e-mail address, password, and where one is signed in.
mod page;
mod password;
mod server_fns;
mod sessions;

pub use page::ProfilePage;
pub use server_fns::*;
