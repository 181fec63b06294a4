//! What crosses all other layers: moving and deleting branches, deleting courses,
//! reading the activity, and what ended processes and wrong clocks left.
pub mod activity;
pub(crate) mod branch_deletion;
pub(crate) mod course_removal;
pub mod course_trash;
pub(crate) mod group_moves;
pub mod home;
pub mod left_behind;
pub mod monitoring;
pub(crate) mod user_moves;
pub mod wrong_clock;
