//! What lines that are folded say together.
use crate::{
    activity::ActivityKind::{self, *},
    keys::count_people,
    numbers::count,
};

/// What folded lines have in common.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Thing {
    Group,
    Course,
    Portal,
}

/// What is counted in them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Counted {
    People,
    Courses,
    Other(&'static str),
}

/// How lines of one kind are told together: `added 17 people to` and the thing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Summary {
    pub of: Thing,
    pub counted: Counted,
    before: &'static str,
    after: &'static str,
}

impl Summary {
    /// Returns what is said before the thing; of the portal, all.
    pub fn text(self, number: i64) -> String {
        let counted = match self.counted {
            Counted::People => count_people(number),
            Counted::Courses => count(number, "course"),
            Counted::Other(noun) => count(number, noun),
        };
        format!("{} {counted}{}", self.before, self.after)
    }
}

const SUMMARIES: [(ActivityKind, Thing, &str, Counted, &str); 23] = {
    use Counted::{Courses, Other, People};
    use Thing::{Course, Group, Portal};
    const UNITS: Counted = Other("unit");
    const TRASH: &str = " to the trash";
    [
        (MemberAdded, Group, "added", People, " to "),
        (MemberJoinedByDefault, Group, "added", People, " to "),
        (MemberRemoved, Group, "removed", People, " from "),
        (
            MemberSynchronized,
            Group,
            "enrolled",
            People,
            " in the courses of ",
        ),
        (
            MemberUnassigned,
            Group,
            "unassigned",
            People,
            " from the courses of ",
        ),
        (GroupCourseAdded, Group, "added", Courses, " to "),
        (GroupCourseRemoved, Group, "removed", Courses, " from "),
        (
            EnrolmentGranted,
            Course,
            "enrolled",
            People,
            " directly in ",
        ),
        (
            EnrolmentRemoved,
            Course,
            "removed the direct enrolments of",
            People,
            " in ",
        ),
        (UnitAdded, Course, "added", UNITS, " to "),
        (UnitEdited, Course, "edited", UNITS, " of "),
        (UnitMoved, Course, "moved", UNITS, " of "),
        (UnitDeleted, Course, "deleted", UNITS, " of "),
        (UserAdded, Portal, "added", People, ""),
        (UserApproved, Portal, "approved", People, ""),
        (UserActivated, Portal, "activated", People, ""),
        (UserDeactivated, Portal, "deactivated", People, ""),
        (UserDeleted, Portal, "deleted", People, ""),
        (CourseAdded, Portal, "added", Courses, ""),
        (CourseDeleted, Portal, "moved", Courses, TRASH),
        (GroupAdded, Portal, "added", Other("group"), ""),
        (GroupDeleted, Portal, "moved", Other("group"), TRASH),
        (CouponAdded, Portal, "added", Other("coupon"), ""),
    ]
};

/// Returns how lines of this kind that differ are told together; `None` if only equal ones are.
pub fn summary(kind: ActivityKind) -> Option<Summary> {
    let found = SUMMARIES.iter().find(|(of, ..)| *of == kind);
    found.map(|&(_, of, before, counted, after)| Summary {
        of,
        counted,
        before,
        after,
    })
}

/// Returns what is said after a sentence that stands for this many equal ones.
pub fn times(lines: i64) -> String {
    format!(", {}", count(lines, "time"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn each_kind_is_told_in_one_way() {
        let kinds: BTreeSet<_> = SUMMARIES.iter().map(|(kind, ..)| *kind).collect();
        assert_eq!(kinds.len(), SUMMARIES.len());
        assert_eq!(summary(SignedIn), None);
    }

    #[test]
    fn what_is_counted_is_singular_or_plural() {
        let text = |kind, number| summary(kind).unwrap().text(number);
        assert_eq!(text(MemberAdded, 17), "added 17 people to ");
        assert_eq!(text(GroupCourseRemoved, 1), "removed 1 course from ");
        assert_eq!(
            text(CourseDeleted, 1_200),
            "moved 1,200 courses to the trash"
        );
        assert_eq!(text(UserAdded, 2), "added 2 people");
        assert_eq!(times(3), ", 3 times");
    }
}
