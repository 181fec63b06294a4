//! Why a user has a course.
use crate::{
    ids::{CourseId, UserId},
    string_enum::string_enum,
    time::Timestamp,
};
use serde::{Deserialize, Serialize};

/// The reason of an enrolment. A user can have several reasons for one course and keeps it until
/// the last is removed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum EnrolmentSource {
    /// Granted to the user personally.
    Direct,
    /// Granted by a group the user is a member of.
    Group,
    /// Kept from a group by *Keep access*.
    Kept,
    /// Bought: exists while a paid order contains the course.
    Bundle,
}

string_enum!(EnrolmentSource {
    Direct = "direct", "Direct";
    Group = "group", "Group";
    Kept = "kept", "Kept";
    Bundle = "bundle", "Bundle";
});

impl EnrolmentSource {
    /// Whether such an enrolment is the user's own and can be removed from them alone.
    pub const fn is_revocable(self) -> bool {
        matches!(self, Self::Direct | Self::Kept)
    }
}

/// One reason why a user has a course.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct EnrolmentReason {
    pub source: EnrolmentSource,
    /// The group it comes from; `None` if there is none or it was deleted.
    pub group: Option<String>,
    /// Who granted a direct enrolment, if the reader may know.
    pub granted_by: Option<String>,
    pub since: Timestamp,
}

impl EnrolmentReason {
    /// Whether an administrator can remove it from this user alone: those from a group end with
    /// the membership, bought ones with the order.
    pub const fn is_revocable(&self) -> bool {
        self.source.is_revocable()
    }
}

/// A row of a user's Courses tab.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct UserCourseRow {
    pub course: CourseId,
    pub name: String,
    pub category: Option<String>,
    pub active: bool,
    pub units: i64,
    /// Units the user completed; they are kept when the enrolment ends.
    pub completed: i64,
    pub completed_at: Option<Timestamp>,
    /// Why the user has it; empty if they are not enrolled.
    pub why: Vec<EnrolmentReason>,
}

impl UserCourseRow {
    pub fn enrolled(&self) -> bool {
        !self.why.is_empty()
    }

    /// Whether **-** would remove anything.
    pub fn has_revocable(&self) -> bool {
        self.why.iter().any(EnrolmentReason::is_revocable)
    }
}

/// A row of a course's Learners tab.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LearnerRow {
    pub user: UserId,
    pub name: String,
    pub login: String,
    pub email: String,
    pub active: bool,
    /// Why the learner has the course.
    pub why: Vec<EnrolmentReason>,
    /// Units the learner completed.
    pub completed: i64,
    pub completed_at: Option<Timestamp>,
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::messages::enrolments::explain;

    fn reason(source: EnrolmentSource, group: Option<&str>) -> EnrolmentReason {
        EnrolmentReason {
            source,
            group: group.map(str::to_owned),
            granted_by: None,
            since: Timestamp(0),
        }
    }

    #[test]
    fn a_reason_says_where_it_comes_from() {
        let sales = reason(EnrolmentSource::Group, Some("Sales"));
        assert_eq!(sales.label(), "From Sales");
        assert_eq!(
            reason(EnrolmentSource::Kept, None).label(),
            "Kept from a deleted group"
        );
        let given = EnrolmentReason {
            granted_by: Some("Ada".into()),
            ..reason(EnrolmentSource::Direct, None)
        };
        assert_eq!(given.label(), "Enrolled directly by Ada");
        assert_eq!(reason(EnrolmentSource::Bundle, None).label(), "Bought");
    }

    #[test]
    fn a_learner_reads_all_reasons_in_one_sentence() {
        let sales = reason(EnrolmentSource::Group, Some("Sales"));
        let direct = reason(EnrolmentSource::Direct, None);
        assert_eq!(
            explain(std::slice::from_ref(&sales)),
            "You have this course from Sales."
        );
        assert_eq!(
            explain(&[sales, direct]),
            "You have this course from Sales, and by direct enrolment."
        );
    }

    #[test]
    fn enrolments_from_groups_and_orders_cannot_be_removed_for_one_user() {
        let own = EnrolmentSource::ALL
            .iter()
            .filter(|source| reason(**source, None).is_revocable());
        assert_eq!(
            own.copied().collect::<Vec<_>>(),
            [EnrolmentSource::Direct, EnrolmentSource::Kept]
        );
    }
}
