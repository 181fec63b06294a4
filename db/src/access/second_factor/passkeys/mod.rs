//! Passkeys: keys that a device or a password manager keeps, and which it uses only for the portal's host.
mod adding;
mod ceremony;
pub(super) mod relying_party;
mod removing;
pub(super) mod rows;
mod signing;

pub use adding::{add, begin_adding};
pub use ceremony::sweep;
pub use relying_party::{RelyingParty, is_possible};
pub use removing::remove;
pub use signing::begin_signing;
pub(crate) use signing::{accept, check};
