//! Passkeys: adding and removing them, and using one instead of a code.
mod browser;
mod button;
mod panel;
mod server_fns;

pub use button::{Ceremony, PasskeyButton};
pub use panel::Passkeys;
pub use server_fns::*;
