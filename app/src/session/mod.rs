//! The signed-in user, signing in and out, acting as another user, and setting up the portal.
mod acting;
mod me;
mod server_fns;
mod set_up_page;
mod sign_in_page;

pub use acting::*;
pub use me::{provide_me, refetch_actor_on_change, use_may, use_me, use_visible};
pub use server_fns::*;
pub use set_up_page::SetUpPage;
pub use sign_in_page::SignInPage;
