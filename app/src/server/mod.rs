//! Server-only code of this crate: the gate, cookies, redirects, errors and attempt limits.
mod attempts;
mod caller;
pub mod comparing;
mod cookies;
mod gate;
mod guests;
pub mod imports;
mod passkeys;
mod redirect;
pub mod security_events;
mod signing_in;
mod status;
mod typed_keys;
pub mod unit_texts;

pub use attempts::{settle, unlock_account};
pub use caller::{Caller, caller, is_plain_form_post, page_settings};
pub use cookies::{
    device_cookie_name, export_cookie, export_cookie_name, flash_cookie, flash_cookie_name,
    session_cookie_name, theme_cookie_name, ticket_cookie_name,
};
pub use gate::{
    Authorized, Capabilities, CardError, CardProvider, CatalogContext, EndedCheckout, Gate,
    GateState, PublicContext, Refusal, authorize, authorize_assign_instructors, authorize_catalog,
    authorize_import, authorize_import_of, authorize_mass_action, authorize_move, authorize_on,
    authorize_started_users_action, authorize_users_action, authorize_view, public_context,
};
pub use guests::{Invitation, NewAccount};
pub use redirect::{local_path, query_value, redirect_to};
pub use signing_in::{SignedIn, code_page};
pub use status::{Incidents, busy_with};
