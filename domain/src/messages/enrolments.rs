//! Why a user has a course, in words.
use crate::enrolments::{EnrolmentReason, EnrolmentSource};

impl EnrolmentReason {
    /// The label next to a course: "From Sales onboarding", "Enrolled directly by Ada".
    pub fn label(&self) -> String {
        let group = self.group.as_deref().unwrap_or("a deleted group");
        match (self.source, &self.granted_by) {
            (EnrolmentSource::Direct, Some(granted_by)) => {
                format!("Enrolled directly by {granted_by}")
            }
            (EnrolmentSource::Direct, None) => "Enrolled directly".into(),
            (EnrolmentSource::Group, _) => format!("From {group}"),
            (EnrolmentSource::Kept, _) => format!("Kept from {group}"),
            (EnrolmentSource::Bundle, _) => match &self.group {
                Some(bundle) => format!("Bought with {bundle}"),
                None => "Bought".into(),
            },
        }
    }

    /// The reason as part of a sentence addressed to the user.
    fn clause(&self) -> String {
        let group = self.group.as_deref().unwrap_or("a deleted group");
        match self.source {
            EnrolmentSource::Direct => "by direct enrolment".into(),
            EnrolmentSource::Group => format!("from {group}"),
            EnrolmentSource::Kept => format!("because you kept it from {group}"),
            EnrolmentSource::Bundle => match &self.group {
                Some(bundle) => format!("because you bought {bundle}"),
                None => "because you bought it".into(),
            },
        }
    }
}

/// "You have this course from Sales, and by direct enrolment."
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
