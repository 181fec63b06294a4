//! The second factor of an account: codes of an authenticator app, passkeys, and recovery codes.
pub(crate) mod codes;
pub mod passkeys;
mod resetting;
mod secret;
mod setting_up;
pub(crate) mod state;
mod telling;
mod totp;

pub use codes::{forget_shown, renew as renew_codes};
pub use resetting::{remove_app, reset};
pub use secret::opens_factor;
pub use setting_up::{SetUp, begin, confirm, set_up_of};
pub use state::{sign_in_factors, view};
