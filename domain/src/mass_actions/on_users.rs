//! Mass actions that are started on the list of users, which finds them in the whole scope of the actor.
use super::MassActionKind;
use crate::{
    branches::Destination,
    groups::Readmission,
    ids::{BranchId, GroupId, UserId},
    policy::Action,
    users::UserFilter,
};
use serde::{Deserialize, Serialize};

/// The users of the list that an action is about.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum UserSelection {
    /// Everyone whom the search and the filters find, however many.
    Matching {
        search: String,
        filter: UserFilter,
        branch: Option<BranchId>,
    },
    /// The selected rows of a page.
    Selected(Vec<UserId>),
}

/// What the users are put into, or removed from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum UsersTarget {
    None,
    Group(GroupId),
    Branch(Destination),
}

/// A mass action on users, as the page asks for it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct UsersAction {
    pub kind: MassActionKind,
    pub target: UsersTarget,
    pub selection: UserSelection,
}

impl UsersAction {
    /// Whether the kind is one for users, and has the target that it needs.
    pub const fn is_complete(&self) -> bool {
        use MassActionKind as K;
        match self.target {
            UsersTarget::Group(_) => {
                matches!(self.kind, K::AddMembers) || self.kind.removal().is_some()
            }
            UsersTarget::Branch(_) => matches!(self.kind, K::MoveUsers),
            UsersTarget::None => matches!(
                self.kind,
                K::ActivateUsers | K::DeactivateUsers | K::InviteUsers | K::DeleteUsers
            ),
        }
    }

    pub const fn group(&self) -> Option<GroupId> {
        match self.target {
            UsersTarget::Group(group) => Some(group),
            UsersTarget::Branch(_) | UsersTarget::None => None,
        }
    }

    /// Returns the branch that users are moved to.
    pub const fn branch(&self) -> Option<BranchId> {
        match self.target {
            UsersTarget::Branch(to) => to.branch(),
            UsersTarget::Group(_) | UsersTarget::None => None,
        }
    }
}

impl MassActionKind {
    /// The rights it requires on the list of users, in addition to seeing the users.
    pub const fn required_of_users(self) -> &'static [Action] {
        match self {
            Self::MoveUsers => &[Action::EditUsers, Action::EditBranches],
            Self::ActivateUsers
            | Self::DeactivateUsers
            | Self::InviteUsers
            | Self::DeleteUsers
            | Self::Undo => &[Action::EditUsers],
            Self::AddMembers
            | Self::RemoveMembers
            | Self::WithdrawMembers
            | Self::ShutOutMembers
            | Self::ShutOutAndWithdraw => &[Action::EditMembers],
            Self::Assign | Self::Unassign => &[Action::AssignCourses],
        }
    }
}

/// The confirmation of a mass action on users, as sent.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct UsersActionForm {
    /// A [`UsersAction`] as JSON.
    pub asked: String,
    /// For members who are removed: the kind that was chosen, and whether they can come back.
    pub kind: String,
    pub readmission: String,
}

impl UsersActionForm {
    /// Returns what was `asked` with what was chosen in the form; `None` for what no form sends.
    pub fn complete(&self, mut asked: UsersAction) -> Option<UsersAction> {
        if asked.kind.removal().is_some() {
            if let Some(kind) = MassActionKind::from_code(&self.kind) {
                asked.kind = kind;
            }
            if let Some(readmission) = Readmission::from_code(&self.readmission) {
                asked.kind = asked.kind.with_readmission(readmission);
            }
        }
        asked.is_complete().then_some(asked)
    }
}
