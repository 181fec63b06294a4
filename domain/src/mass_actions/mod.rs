//! Mass actions: one action on many members or users, previewed, run in steps, and undone exactly.
mod on_users;
#[cfg(test)]
mod tests;

pub use on_users::{UserSelection, UsersAction, UsersActionForm, UsersTarget};

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
    /// Let users sign in again.
    ActivateUsers,
    /// Keep users from signing in.
    DeactivateUsers,
    /// Move users to a branch, or to the main portal.
    MoveUsers,
    /// Mail users a link to choose their first password.
    InviteUsers,
    /// Delete users permanently.
    DeleteUsers,
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
    ActivateUsers = "activate_users", "Activate users";
    DeactivateUsers = "deactivate_users", "Deactivate users";
    MoveUsers = "move_users", "Move users";
    InviteUsers = "invite_users", "Send invitations";
    DeleteUsers = "delete_users", "Delete users";
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
    /// Users of the list of users, members or not.
    Users(UserSelection),
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
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SkipReason {
    Inactive,
    /// Signed up, and still to be confirmed or approved.
    Pending,
    /// The group belongs to another branch than the user.
    OtherBranch,
    /// The account of the actor.
    OwnAccount,
    /// The user has permissions that the actor lacks.
    MorePermissions,
    LastSuperAdmin,
    /// The branch to which an undo would move the user was deleted.
    NoBranch,
}

string_enum!(SkipReason {
    Inactive = "inactive", "Inactive";
    Pending = "pending", "Not approved or confirmed yet";
    OtherBranch = "other_branch", "Of another branch";
    OwnAccount = "own_account", "Own account";
    MorePermissions = "more_permissions", "More permissions";
    LastSuperAdmin = "last_super_admin", "Last SuperAdmin";
    NoBranch = "no_branch", "No branch";
});

/// A mass action can be undone for this many days.
pub const UNDO_DAYS: i64 = 30;

/// Exact numbers, computed before anything is written.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct MassActionPreview {
    /// Users in the selection to whom the action applies (members for assigning, others for
    /// adding).
    pub users: i64,
    /// Rows it would add or remove: enrolments, or memberships when adding and removing members; of
    /// users, those whom it would change.
    pub changes: i64,
    /// Users for whom something changes.
    pub affected: i64,
    /// Users who are not skipped, and for whom nothing changes.
    pub unchanged: i64,
    /// Users who are skipped, and how many of them why.
    pub skipped: i64,
    pub reasons: Vec<(SkipReason, i64)>,
    /// If members leave: the enrolments the group gave them.
    pub enrolments: i64,
}

impl MassActionKind {
    /// The required right: one for adding and removing members, another for enrolling them, a third
    /// for users.
    pub const fn required_action(self) -> Action {
        match self {
            Self::AddMembers
            | Self::RemoveMembers
            | Self::WithdrawMembers
            | Self::ShutOutMembers
            | Self::ShutOutAndWithdraw => Action::EditMembers,
            Self::Assign | Self::Unassign | Self::Undo => Action::AssignCourses,
            Self::ActivateUsers
            | Self::DeactivateUsers
            | Self::MoveUsers
            | Self::InviteUsers
            | Self::DeleteUsers => Action::EditUsers,
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
            _ => None,
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

    /// Whether it can be undone: not what was deleted or mailed.
    pub const fn is_reversible(self) -> bool {
        !matches!(self, Self::Undo | Self::InviteUsers | Self::DeleteUsers)
    }

    /// Whether undo is offered at `now` for an action finished at `finished`.
    pub fn undoable(
        self,
        state: MassActionState,
        finished: Option<Timestamp>,
        now: Timestamp,
    ) -> bool {
        self.is_reversible()
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
    /// The group it is about, or the branch that users are moved to, if the page does not say so.
    pub target: Option<String>,
    /// Enrolments or memberships added or removed, or users changed, so far.
    pub changes: i64,
    /// Users that were skipped; there is a file of them.
    pub skipped: i64,
    pub created_at: Timestamp,
    pub finished_at: Option<Timestamp>,
    pub undoable: bool,
    /// Running, or finished less than a day ago.
    pub recent: bool,
}
