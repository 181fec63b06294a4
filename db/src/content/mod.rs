//! What is learned: categories, courses, units.
pub mod categories;
pub mod courses;
pub mod unit_html;
pub mod units;
