//! The forms in which text is compared, searched and ordered, as `folding` makes them.
pub use folding::{case_fold, of_name, of_order, of_user, search_words, truncate_bytes};
