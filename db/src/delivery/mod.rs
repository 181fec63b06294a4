//! What reaches people: e-mails, messages on the next page and one-time links, and the throttles.
pub mod flashes;
pub(crate) mod mail_config;
pub mod mails;
pub(crate) mod one_time_tokens;
pub mod throttles;
