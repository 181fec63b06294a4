//! A learner's courses: the list, and a course with its units.
mod course_page;
mod my_courses;
mod server_fns;
mod why;

pub use course_page::CoursePage;
pub use my_courses::MyCourses;
pub use server_fns::*;
pub use why::Why;
