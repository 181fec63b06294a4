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
        let skipped = preview.reasons.iter();
        parts.extend(skipped.map(|(reason, number)| reason.part(*number)));
        format!("{}.", parts.join("; "))
    }

    fn changes_part(self, preview: &MassActionPreview) -> String {
        let MassActionPreview {
            changes, affected, ..
        } = *preview;
        if changes == 0 {
            return "Nothing to change".to_owned();
        }
        let users = || count(changes, "user");
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
            Self::AddMembers => format!("Adds {} to the group", users()),
            Self::ActivateUsers => format!("Activates {}", users()),
            Self::DeactivateUsers => format!("Deactivates {}", users()),
            Self::MoveUsers => format!("Moves {}", users()),
            Self::InviteUsers => format!("Sends {}", count(changes, "invitation")),
            Self::DeleteUsers => format!("Deletes {}", users()),
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
        let number = thousands(unchanged);
        let (have, are) = if unchanged == 1 {
            ("has", "is")
        } else {
            ("have", "are")
        };
        match self {
            Self::Assign => format!("{number} already {have} all"),
            Self::Unassign => format!("{number} {have} none from this group"),
            Self::AddMembers => format!("{number} already in it"),
            Self::ActivateUsers => format!("{number} {are} active already"),
            Self::DeactivateUsers => format!("{number} {are} inactive already"),
            Self::MoveUsers => format!("{number} {are} there already"),
            Self::InviteUsers => format!("{number} {have} a password already"),
            Self::RemoveMembers
            | Self::WithdrawMembers
            | Self::ShutOutMembers
            | Self::ShutOutAndWithdraw => format!("{number} {are} not in it"),
            Self::DeleteUsers | Self::Undo => format!("{number} unchanged"),
        }
    }
}

impl SkipReason {
    /// The reason in the file of skipped users.
    pub const fn sentence(self) -> &'static str {
        match self {
            Self::Inactive => "The user is not active.",
            Self::Pending => "The user signed up, and is not approved or confirmed yet.",
            Self::OtherBranch => "The user is not in the branch of the group.",
            Self::OwnAccount => "This is the account of who started the mass action.",
            Self::MorePermissions => {
                "The user has more permissions than who started the mass action."
            }
            Self::LastSuperAdmin => "This is the last active SuperAdmin.",
            Self::NoBranch => "The branch that the user was in was deleted.",
        }
    }

    /// The reason in a preview, with how many it concerns.
    fn part(self, number: i64) -> String {
        let are = if number == 1 { "is" } else { "are" };
        let users = count(number, "user");
        match self {
            Self::Inactive => format!("{} {are} skipped", count(number, "inactive user")),
            Self::Pending => {
                let verb = if number == 1 { "isn’t" } else { "aren’t" };
                format!("{users} who {verb} approved or confirmed yet {are} skipped")
            }
            Self::OtherBranch if number == 1 => "1 user of another branch is skipped".to_owned(),
            Self::OtherBranch => format!("{users} of other branches are skipped"),
            Self::OwnAccount => "your own account is skipped".to_owned(),
            Self::MorePermissions => {
                format!("{users} with more permissions than yours {are} skipped")
            }
            Self::LastSuperAdmin => "the last active SuperAdmin is skipped".to_owned(),
            Self::NoBranch => format!("{users} whose branch was deleted {are} skipped"),
        }
    }
}
