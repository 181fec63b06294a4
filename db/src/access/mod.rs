//! Who may do what, and who is signed in.
pub mod access_scope;
pub(crate) mod initiator;
pub mod passwords;
pub mod second_factor;
pub mod sessions;
pub mod user_types;
