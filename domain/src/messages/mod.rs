//! The sentences people read, made of codes and parameters: they are written nowhere else.
pub mod activity;
pub mod courses;
pub mod enrolments;
pub mod fields;
pub mod imports;
mod keys;
pub mod mails;
mod mass_actions;
pub mod pictures;
pub mod refusals;
#[cfg(test)]
mod tests;
pub mod user_types;
