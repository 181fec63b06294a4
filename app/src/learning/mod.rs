//! A learner's courses: the list, and a course with its units.
mod course_card;
mod course_page;
mod enrolment_reasons;
mod my_courses;
mod remembered;
mod server_fns;

pub use course_page::CoursePage;
pub use enrolment_reasons::EnrolmentReasons;
pub use my_courses::MyCourses;
pub use remembered::RememberedCourses;
pub use server_fns::*;
