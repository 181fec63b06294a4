//! Changes that are typed and not saved: which forms have some, what is said about them, and what keeps them from being
//! lost. Decision 0074.
mod kept;
mod listen;
mod marks;
mod question;
mod values;

pub use kept::{keep, take_over, version_of};
pub use listen::follow_forms;
pub use marks::{
    forget_return, form_around, has_unsaved, is_unchanged, look, look_at_all, release, release_all,
};
pub use question::LeaveQuestion;
pub use values::{Value, restore, tell, values_of};
