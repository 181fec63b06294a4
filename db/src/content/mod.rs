//! What is learned: categories, courses, units.
pub mod categories;
pub mod courses;
pub mod unit_history;
pub mod unit_html;
pub mod unit_versions;
pub mod units;
