//! The sentences people read, made of codes and parameters: they are written nowhere else.
pub mod activity;
pub mod fields;
pub mod imports;
pub mod mails;
pub mod refusals;
#[cfg(test)]
mod tests;
