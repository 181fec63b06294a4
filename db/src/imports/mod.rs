//! Lists that were uploaded: kept as received, read, checked, applied in steps, undone.
//!
//! Nothing of a list is logged, and all of it is stored encrypted.
mod applying;
mod checking;
mod choosing;
mod leases;
mod left_out;
mod owning;
mod pace;
mod pages;
mod parts;
mod planning;
mod receiving;
mod rights;
mod row_form;
mod row_places;
mod rows;
mod sealing;
mod states;
mod storing;
mod sweeping;
mod traces;
mod undoing;
mod viewing;

pub use applying::{ImportStep, cancel, start, step};
pub use checking::check;
pub use choosing::{correct, set_choices, set_columns, set_reading};
pub use leases::{begin_resuming, list_abandoned};
pub use left_out::{LeftOutRow, headings, left_out};
pub use owning::{ImportOwner, owner};
pub use parts::{PART, UnreadList, append, bytes, pasted};
pub use receiving::{NewImport, allow_invitations, discard, receive, received};
pub use rights::grantable_types;
pub use row_form::row;
pub use rows::rows;
pub use states::state;
pub use storing::store;
pub use sweeping::sweep;
pub use undoing::undo;
pub use viewing::{get, recent};
