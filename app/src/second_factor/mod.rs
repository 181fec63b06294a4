//! The second factor of an account: setting it up, signing in with it, and proving who one is.
mod code_page;
mod page;
mod passkeys;
mod proof_page;
mod server_fns;
mod setting_up;

pub use code_page::SignInCodePage;
pub use page::SecondFactorPage;
pub use passkeys::*;
pub use proof_page::ProofPage;
pub use server_fns::*;
