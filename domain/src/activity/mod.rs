//! The log of who did what, to whom, when, from where.
mod deed;
mod event;
mod params;
mod parts;

pub use deed::Deed;
pub use event::{Activity, ActivityKind, ActivityTopic, Reach};
pub use params::{
    BranchEdit, EndedSessions, ImportResult, JoinedWith, KeyMailEdit, MassActionResult, MovedUsers,
    PasswordChange, PaymentMismatch, SettingsEdit, SignInFactor, UserTypeEdit,
};
pub use parts::{Mark, SentencePart};

use crate::{
    days::Day,
    ids::{ActivityId, CourseId, GroupId, UserId},
    time::Timestamp,
};
use serde::{Deserialize, Serialize};

/// One line of the log.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ActivityRow {
    pub id: ActivityId,
    pub at: Timestamp,
    /// The real actor's name as it was; "Muster" for the portal itself, "Command line" for the person who runs it.
    pub actor: String,
    /// The actor, if they still exist and the reader may know of them.
    pub actor_id: Option<UserId>,
    /// `None` if this version does not know it.
    #[serde(skip)]
    pub kind: Option<ActivityKind>,
    pub deed: Deed,
    /// What was done, for files: "added Ana Souza to the group". Pages are sent its parts only.
    #[serde(skip)]
    pub sentence: String,
    pub parts: Vec<SentencePart>,
    pub group: Option<GroupId>,
    pub user: Option<UserId>,
    pub course: Option<CourseId>,
    /// The current names of its subjects.
    pub names: SubjectNames,
    /// The network address the request came from.
    pub address: String,
}

/// The subjects of a line, by name; `None` for a kind it does not have or that was deleted.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct SubjectNames {
    pub group: Option<String>,
    pub user: Option<String>,
    pub course: Option<String>,
}

/// Which lines are shown: those that concern everything named here.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ActivityFilter {
    #[serde(default)]
    pub group: Option<GroupId>,
    /// The user it was done to, or who did it.
    #[serde(default)]
    pub user: Option<UserId>,
    #[serde(default)]
    pub course: Option<CourseId>,
    #[serde(default)]
    pub kind: Option<ActivityKind>,
    /// The first day.
    #[serde(default)]
    pub from: Option<Day>,
    /// The last day.
    #[serde(default)]
    pub to: Option<Day>,
}
