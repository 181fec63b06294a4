//! Why a user has a course.
use crate::{
    groups::string_enum,
    ids::{CourseId, UserId},
    time::Timestamp,
};
use serde::{Deserialize, Serialize};

/// The reason of an enrolment. A user may hold one course for several reasons and keeps it
/// until the last is gone.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum EnrolmentSource {
    /// Given to the user himself.
    Direct,
    /// Given by a group the user is a member of.
    Group,
    /// Left behind by a group under *Keep access*.
    Kept,
    /// Bought: there while a paid order holds the course.
    Bundle,
}

string_enum!(EnrolmentSource {
    Direct = "direct", "Direct";
    Group = "group", "Group";
    Kept = "kept", "Kept";
    Bundle = "bundle", "Bundle";
});

/// One reason why a user has a course.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct EnrolmentReason {
    pub source: EnrolmentSource,
    /// The group it comes from; `None` where there is none (any more).
    pub group: Option<String>,
    /// Who gave a direct one, where it is told.
    pub granted_by: Option<String>,
    pub since: Timestamp,
}

impl EnrolmentReason {
    /// Beside a course: "Through Sales onboarding", "Given directly by Ada".
    pub fn label(&self) -> String {
        let group = self.group.as_deref().unwrap_or("a deleted group");
        match (self.source, &self.granted_by) {
            (EnrolmentSource::Direct, Some(granted_by)) => {
                format!("Given directly by {granted_by}")
            }
            (EnrolmentSource::Direct, None) => "Given directly".into(),
            (EnrolmentSource::Group, _) => format!("Through {group}"),
            (EnrolmentSource::Kept, _) => format!("Kept from {group}"),
            (EnrolmentSource::Bundle, _) => match &self.group {
                Some(bundle) => format!("Bought with {bundle}"),
                None => "Bought".into(),
            },
        }
    }

    /// The same as a part of a sentence to the user himself.
    fn clause(&self) -> String {
        let group = self.group.as_deref().unwrap_or("a deleted group");
        match self.source {
            EnrolmentSource::Direct => "because it was given to you directly".into(),
            EnrolmentSource::Group => format!("through {group}"),
            EnrolmentSource::Kept => format!("because you kept it from {group}"),
            EnrolmentSource::Bundle => match &self.group {
                Some(bundle) => format!("because you bought {bundle}"),
                None => "because you bought it".into(),
            },
        }
    }

    /// Whether an administrator takes it away from the user alone: a group's goes by the group,
    /// a bought one by its order.
    pub const fn is_revocable(&self) -> bool {
        matches!(self.source, EnrolmentSource::Direct | EnrolmentSource::Kept)
    }
}

/// "You have this course through Sales, and because it was given to you directly."
pub fn explain(reasons: &[EnrolmentReason]) -> String {
    let mut clauses: Vec<String> = reasons.iter().map(EnrolmentReason::clause).collect();
    clauses.dedup();
    let last = clauses.pop().unwrap_or_default();
    if clauses.is_empty() {
        format!("You have this course {last}.")
    } else {
        format!("You have this course {}, and {last}.", clauses.join(", "))
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
    /// Units the user completed; they stay when the course goes.
    pub completed: i64,
    pub completed_at: Option<Timestamp>,
    /// Why he has it; empty where he is not enrolled.
    pub why: Vec<EnrolmentReason>,
}

impl UserCourseRow {
    pub fn enrolled(&self) -> bool {
        !self.why.is_empty()
    }

    /// Whether **-** would take something away.
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
    /// Why he has the course.
    pub why: Vec<EnrolmentReason>,
    /// Units he completed.
    pub completed: i64,
    pub completed_at: Option<Timestamp>,
}

#[cfg(test)]
mod tests {
    use super::*;

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
        assert_eq!(sales.label(), "Through Sales");
        assert_eq!(
            reason(EnrolmentSource::Kept, None).label(),
            "Kept from a deleted group"
        );
        let given = EnrolmentReason {
            granted_by: Some("Ada".into()),
            ..reason(EnrolmentSource::Direct, None)
        };
        assert_eq!(given.label(), "Given directly by Ada");
        assert_eq!(reason(EnrolmentSource::Bundle, None).label(), "Bought");
    }

    #[test]
    fn a_learner_reads_all_his_reasons_in_one_sentence() {
        let sales = reason(EnrolmentSource::Group, Some("Sales"));
        let direct = reason(EnrolmentSource::Direct, None);
        assert_eq!(
            explain(std::slice::from_ref(&sales)),
            "You have this course through Sales."
        );
        assert_eq!(
            explain(&[sales, direct]),
            "You have this course through Sales, and because it was given to you directly."
        );
    }

    #[test]
    fn what_a_group_gave_or_an_order_is_not_taken_from_one_user() {
        let own = EnrolmentSource::ALL
            .iter()
            .filter(|source| reason(**source, None).is_revocable());
        assert_eq!(
            own.copied().collect::<Vec<_>>(),
            [EnrolmentSource::Direct, EnrolmentSource::Kept]
        );
    }
}
