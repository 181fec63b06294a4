//! What everything else uses: connection, errors, SQL, paging, text, secrets, the activity.
pub(crate) mod activity;
pub(crate) mod audit;
pub(crate) mod connection;
pub(crate) mod entities;
pub(crate) mod error;
pub mod event_bus;
pub(crate) mod locks;
pub(crate) mod look_alikes;
pub(crate) mod paging;
pub(crate) mod search_text;
pub mod secrets;
pub mod sent_forms;
pub(crate) mod setting_store;
pub(crate) mod sql;
pub(crate) mod summaries;
pub mod transaction;
pub(crate) mod two_section_list;
