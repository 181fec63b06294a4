//! What crosses all other layers: moving and deleting branches, and reading the activity.
pub mod activity;
pub(crate) mod branch_deletion;
pub(crate) mod course_removal;
pub(crate) mod group_moves;
pub(crate) mod user_moves;
pub mod wrong_clock;
