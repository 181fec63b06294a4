//! Courses, for their authors: the list, the editor with its units, the categories.
mod categories_page;
mod category_filter;
mod deletion;
mod edit_page;
mod fields;
mod head;
mod learners_page;
mod list_page;
mod new_page;
mod server_fns;
mod unit_versions_page;
mod units;

pub use categories_page::CategoriesPage;
pub use category_filter::{CategoryFilter, Of};
pub use edit_page::CourseEditorPage;
pub use learners_page::LearnersPage;
pub use list_page::CoursesPage;
pub use new_page::NewCoursePage;
pub use server_fns::*;
pub use unit_versions_page::UnitVersionsPage;
