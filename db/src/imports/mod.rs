//! Lists that were uploaded: kept as received, read, checked, applied in steps, undone.
//!
//! Nothing of a list is logged, and all of it is stored encrypted.
mod applying;
mod checking;
mod choosing;
mod leases;
mod left_out;
mod pace;
mod pages;
mod planning;
mod receiving;
mod rights;
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
pub use leases::list_abandoned;
pub use left_out::{LeftOutRow, headings, left_out};
pub use receiving::{
    ImportOwner, NewImport, allow_invitations, append, bytes, discard, owner, receive, received,
};
pub use rights::grantable_types;
pub use rows::{row, rows};
pub use states::state;
pub use storing::store;
pub use sweeping::sweep;
pub use undoing::undo;
pub use viewing::{get, recent};
