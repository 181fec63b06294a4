//! What a mass action would do, in words.
use crate::{
    mass_actions::{MassActionKind, MassActionPreview, SkipReason},
    numbers::{count, thousands},
};

impl MassActionKind {
    /// The preview as a sentence: "Adds 4,120 enrolments for 312 members; 41 already have all;
    /// ...".
    pub fn sentence(self, preview: &MassActionPreview) -> String {
        let mut parts = vec![self.changes_part(preview)];
        if preview.unchanged > 0 {
            parts.push(self.unchanged_part(preview.unchanged));
        }
        if preview.skipped > 0 {
            parts.push(format!(
                "{} {} skipped",
                count(preview.skipped, "inactive user"),
                if preview.skipped == 1 { "is" } else { "are" }
            ));
        }
        format!("{}.", parts.join("; "))
    }

    fn changes_part(self, preview: &MassActionPreview) -> String {
        let MassActionPreview {
            changes, affected, ..
        } = *preview;
        match self {
            Self::Assign => format!(
                "Adds {} for {}",
                count(changes, "enrolment"),
                count(affected, "member")
            ),
            Self::Unassign => format!(
                "Removes {} from {}",
                count(changes, "enrolment"),
                count(affected, "member")
            ),
            Self::AddMembers => format!("Adds {} to the group", count(changes, "user")),
            Self::RemoveMembers
            | Self::WithdrawMembers
            | Self::ShutOutMembers
            | Self::ShutOutAndWithdraw => format!(
                "Removes {} from the group; it gave them {}",
                count(changes, "member"),
                count(preview.enrolments, "enrolment")
            ),
            Self::Undo => format!("Reverses {}", count(changes, "change")),
        }
    }

    fn unchanged_part(self, unchanged: i64) -> String {
        let (number, have) = (
            thousands(unchanged),
            if unchanged == 1 { "has" } else { "have" },
        );
        match self {
            Self::Assign => format!("{number} already {have} all"),
            Self::Unassign => format!("{number} {have} none from this group"),
            Self::AddMembers => format!("{number} already in it"),
            Self::RemoveMembers
            | Self::WithdrawMembers
            | Self::ShutOutMembers
            | Self::ShutOutAndWithdraw
            | Self::Undo => format!("{number} unchanged"),
        }
    }
}

impl SkipReason {
    /// The reason in the file of skipped users.
    pub const fn sentence(self) -> &'static str {
        match self {
            Self::Inactive => "The user is not active.",
        }
    }
}
