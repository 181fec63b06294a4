//! Mass actions: one action on many members, previewed, run in steps, and undone exactly.
#[cfg(test)]
mod tests;

use crate::{
    groups::{Readmission, RemovalPolicy},
    ids::{ImportId, MassActionId, UserId},
    members::MemberFilter,
    policy::Action,
    string_enum::string_enum,
    time::Timestamp,
};
use serde::{Deserialize, Serialize};

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum MassActionKind {
    /// Enrol members in the group courses they lack.
    Assign,
    /// Remove the enrolments that the group gave.
    Unassign,
    /// Add users to the group.
    AddMembers,
    /// Remove members from the group, keeping the enrolments it gave.
    RemoveMembers,
    /// Remove members from the group, with the enrolments it gave.
    WithdrawMembers,
    /// As `RemoveMembers`, and their keys are refused until an administrator adds them.
    ShutOutMembers,
    /// As `WithdrawMembers`, and so refused.
    ShutOutAndWithdraw,
    /// The exact reverse of an earlier mass action.
    Undo,
}

string_enum!(MassActionKind {
    Assign = "assign", "Assign group courses";
    Unassign = "unassign", "Unassign from group courses";
    AddMembers = "add_members", "Add to group";
    RemoveMembers = "remove_members", "Remove from group";
    WithdrawMembers = "withdraw_members", "Remove and withdraw access";
    ShutOutMembers = "shut_out_members", "Remove and shut out";
    ShutOutAndWithdraw = "shut_out_and_withdraw", "Remove, withdraw access and shut out";
    Undo = "undo", "Undo";
});

/// The users a mass action applies to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Selection {
    /// Every member of the group.
    AllMembers,
    /// Everyone whom a search and filter of the Users tab find, however many.
    Matching {
        search: String,
        filter: MemberFilter,
    },
    /// The selected rows of a page.
    Selected(Vec<UserId>),
    /// Those whom the rows of an import name.
    Import(ImportId),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum MassActionState {
    Running,
    Done,
    /// Stopped by a user; what was done until then stays, and can be undone.
    Cancelled,
    /// Reversed by a later undo.
    Undone,
}

string_enum!(MassActionState {
    Running = "running", "Running";
    Done = "done", "Done";
    Cancelled = "cancelled", "Cancelled";
    Undone = "undone", "Undone";
});

/// Why a mass action skips a user.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SkipReason {
    Inactive,
}

string_enum!(SkipReason {
    Inactive = "inactive", "Inactive";
});

/// A mass action can be undone for this many days.
pub const UNDO_DAYS: i64 = 30;

/// Exact numbers, computed before anything is written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct MassActionPreview {
    /// Users in the selection to whom the action applies (members for assigning, others for
    /// adding).
    pub users: i64,
    /// Rows it would add or remove: enrolments, or memberships when adding and removing members.
    pub changes: i64,
    /// Users for whom something changes.
    pub affected: i64,
    /// Active users for whom nothing changes.
    pub unchanged: i64,
    /// Inactive users, who are skipped.
    pub skipped: i64,
    /// If members leave: the enrolments the group gave them.
    pub enrolments: i64,
}

impl MassActionKind {
    /// The required right: one for adding and removing members, another for enrolling them.
    pub const fn required_action(self) -> Action {
        match self {
            Self::AddMembers
            | Self::RemoveMembers
            | Self::WithdrawMembers
            | Self::ShutOutMembers
            | Self::ShutOutAndWithdraw => Action::EditMembers,
            Self::Assign | Self::Unassign | Self::Undo => Action::AssignCourses,
        }
    }

    /// Returns what happens to members whom it removes; `None` if it removes none.
    pub const fn removal(self) -> Option<(RemovalPolicy, Readmission)> {
        use {Readmission as R, RemovalPolicy as P};
        match self {
            Self::RemoveMembers => Some((P::KeepAccess, R::ByKey)),
            Self::WithdrawMembers => Some((P::WithdrawAccess, R::ByKey)),
            Self::ShutOutMembers => Some((P::KeepAccess, R::ByAdministrator)),
            Self::ShutOutAndWithdraw => Some((P::WithdrawAccess, R::ByAdministrator)),
            Self::Assign | Self::Unassign | Self::AddMembers | Self::Undo => None,
        }
    }

    /// Returns the kind that removes members as this one, and lets them come back like that. A kind
    /// that removes none stays as it is.
    pub const fn with_readmission(self, readmission: Readmission) -> Self {
        use {Readmission as R, RemovalPolicy as P};
        match (self.removal(), readmission) {
            (None, _) => self,
            (Some((P::KeepAccess, _)), R::ByKey) => Self::RemoveMembers,
            (Some((P::WithdrawAccess, _)), R::ByKey) => Self::WithdrawMembers,
            (Some((P::KeepAccess, _)), R::ByAdministrator) => Self::ShutOutMembers,
            (Some((P::WithdrawAccess, _)), R::ByAdministrator) => Self::ShutOutAndWithdraw,
        }
    }

    /// Whether undo is offered at `now` for an action finished at `finished`.
    pub fn undoable(
        self,
        state: MassActionState,
        finished: Option<Timestamp>,
        now: Timestamp,
    ) -> bool {
        self != Self::Undo
            && matches!(state, MassActionState::Done | MassActionState::Cancelled)
            && finished.is_some_and(|at| now < at.plus_days(UNDO_DAYS))
    }
}

/// The confirmation of a mass action, as sent.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct MassActionForm {
    pub kind: String,
    /// For members who are removed; a missing one is as the kind says.
    pub readmission: String,
    /// A [`Selection`] as JSON.
    pub scope: String,
}

impl MassActionForm {
    /// Returns `None` if there is no such kind.
    pub fn kind(&self) -> Option<MassActionKind> {
        let kind = MassActionKind::from_code(&self.kind)?;
        Some(match Readmission::from_code(&self.readmission) {
            Some(readmission) => kind.with_readmission(readmission),
            None => kind,
        })
    }
}

/// A mass action as the page shows it: running, or its result.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MassActionView {
    pub id: MassActionId,
    pub kind: MassActionKind,
    pub state: MassActionState,
    /// Who started it.
    pub actor: String,
    /// The users it applies to, and how many of them have been processed.
    pub users: i64,
    pub processed: i64,
    /// Enrolments or memberships added or removed so far.
    pub changes: i64,
    /// Inactive users that were skipped; there is a file of them.
    pub skipped: i64,
    pub created_at: Timestamp,
    pub finished_at: Option<Timestamp>,
    pub undoable: bool,
    /// Running, or finished less than a day ago.
    pub recent: bool,
}
