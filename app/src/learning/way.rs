use domain::{courses::CoursePlace, ids::CourseId};

/// How a course is gone through: by a learner, or in a preview, which records nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Way {
    Learning,
    Preview,
}

impl Way {
    /// Returns the address of a place. A preview ends in the editor.
    pub fn address(self, course: CourseId, place: CoursePlace) -> String {
        match (self, place) {
            (Self::Learning, CoursePlace::Unit(unit)) => format!("/courses/{course}/units/{unit}"),
            (Self::Learning, CoursePlace::End) => format!("/courses/{course}/completed"),
            (Self::Learning, CoursePlace::NoUnit) => format!("/courses/{course}"),
            (Self::Preview, CoursePlace::Unit(unit)) => format!("/courses/{course}/preview/{unit}"),
            (Self::Preview, CoursePlace::End) => format!("/courses/{course}/edit"),
            (_, CoursePlace::Preview) | (Self::Preview, CoursePlace::NoUnit) => {
                format!("/courses/{course}/preview")
            }
        }
    }
}
