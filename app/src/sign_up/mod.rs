//! What guests can do on their own: create an account, and reset a forgotten password.
mod confirm_page;
mod forgotten_page;
mod link;
mod new_account_page;
mod new_password_page;
mod server_fns;
mod sign_up_page;

pub use confirm_page::ConfirmPage;
pub use forgotten_page::ForgottenPasswordPage;
pub use link::SignUpLink;
pub use new_account_page::NewAccountPage;
pub use new_password_page::NewPasswordPage;
pub use server_fns::*;
pub use sign_up_page::SignUpPage;
