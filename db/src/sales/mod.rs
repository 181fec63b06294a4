//! What is sold, and to whom.
pub mod catalog;
pub mod coupons;
pub mod orders;
