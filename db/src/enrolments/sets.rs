//! What the statements are about: whose enrolments, in which courses, and what marks the rows.
use domain::{
    ids::{BranchId, CourseId, MassActionId, UserId},
    time::Timestamp,
};

/// Whose enrolments a statement is about.
#[derive(Clone, Copy)]
pub(crate) enum MemberSet<'a> {
    /// All members of the group.
    All,
    Users(&'a [UserId]),
}

/// In which of the group's courses users are enrolled.
#[derive(Clone, Copy)]
pub(crate) enum CourseSet {
    All,
    One(CourseId),
    /// Those that the branch has.
    OfBranch(BranchId),
}

impl CourseSet {
    pub(super) const fn one(self) -> Option<CourseId> {
        match self {
            Self::One(course) => Some(course),
            Self::All | Self::OfBranch(_) => None,
        }
    }
}

/// What added and removed rows are marked with.
#[derive(Clone, Copy)]
pub(crate) struct ChangeStamp {
    pub at: Timestamp,
    /// The mass action that made the change, so that undo finds the rows.
    pub action: Option<MassActionId>,
    /// Removed because the group went to the trash.
    pub trashed: bool,
}

impl ChangeStamp {
    pub(crate) const fn at(at: Timestamp) -> Self {
        Self {
            at,
            action: None,
            trashed: false,
        }
    }
}
