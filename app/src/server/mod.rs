//! What only the server's side of this crate does: the gate, cookies, statuses.
mod caller;
mod cookies;
mod gate;
mod status;
mod strangers;

pub use caller::{Caller, caller, is_plain_form_post};
pub use cookies::{THEME_COOKIE, session_cookie_name};
pub use gate::{
    AppState, Authorized, Open, Visitor, authorize, authorize_catalog, authorize_mass_action,
    forget_sign_in_tries, open_to_all, sign_in_tries,
};
