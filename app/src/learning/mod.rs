//! A learner's courses: the list, and a course unit by unit, which those who manage it can preview.
mod course_card;
mod end_page;
mod enrolment_reasons;
mod my_courses;
mod pages;
mod player;
mod remembered;
mod server_fns;
mod way;

pub use end_page::CourseEndPage;
pub use enrolment_reasons::EnrolmentReasons;
pub use my_courses::MyCourses;
pub use pages::{CoursePage, PreviewPage, PreviewUnitPage, UnitPage};
pub use remembered::RememberedCourses;
pub use server_fns::*;
pub use way::Way;
