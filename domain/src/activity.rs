//! The log of who did what, to whom, when, from where.
use crate::{
    ids::{CourseId, GroupId, UserId},
    time::Timestamp,
};
use serde::{Deserialize, Serialize};

/// One line of the log.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ActivityRow {
    pub id: i64,
    pub at: Timestamp,
    /// The real actor's name as it was; "Muster" for the portal itself.
    pub actor: String,
    /// What was done: "added Ana Souza to the group".
    pub sentence: String,
    pub group: Option<GroupId>,
    pub user: Option<UserId>,
    pub course: Option<CourseId>,
    /// The network address the request came from.
    pub address: String,
}
