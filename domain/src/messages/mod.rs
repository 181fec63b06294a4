//! The sentences people read, made where they are shown.
pub mod activity;
