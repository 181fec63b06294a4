//! What crosses all other layers: moving and deleting branches, deleting courses, and reading the activity.
pub mod activity;
pub(crate) mod branch_deletion;
pub(crate) mod course_removal;
pub mod course_trash;
pub(crate) mod group_moves;
pub mod home;
pub mod monitoring;
pub(crate) mod user_moves;
pub mod wrong_clock;
