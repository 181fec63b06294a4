//! Server-only code of this crate: the gate, cookies, redirects, errors and attempt limits.
mod back;
mod caller;
mod cookies;
mod gate;
mod status;
mod strangers;
mod tries;

pub use back::{lead_back, local_path};
pub use caller::{Caller, PortalName, caller, is_plain_form_post, portal_name};
pub use cookies::{THEME_COOKIE, session_cookie_name};
pub use gate::{
    AppState, Authorized, Means, Open, Visitor, authorize, authorize_appointing, authorize_catalog,
    authorize_mass_action, authorize_move, authorize_on, authorize_sight, open_to_all,
};
pub use tries::{forget_sign_in_tries, sign_in_tries};
