//! What a row has changed: what its page shows, and what its undo needs.
use super::planning::Change;
use crate::{Error, base::secrets::Secrets};
use domain::ids::{BranchId, CourseId, GroupId, KeyId, UserTypeId};
use serde::{Deserialize, Serialize};

/// What a row has changed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub(super) struct Traces {
    pub changes: Vec<Change>,
    /// The version of the user or group after it.
    pub version: i64,
    /// Their types, where the type was changed.
    pub types: Option<(UserTypeId, UserTypeId)>,
    /// The branches, where the user was moved.
    pub branches: Option<(Option<BranchId>, BranchId)>,
    /// Groups that were created for this row.
    pub created: Vec<GroupId>,
    /// Courses added to a group.
    pub courses: Vec<CourseId>,
    pub key: Option<KeyId>,
    /// Prices of a group, in minor units.
    pub prices: Option<(i64, i64)>,
    /// Whether it still can be taken back.
    pub kept: bool,
}

pub(super) fn seal(secrets: &Secrets, traces: &Traces) -> Result<String, Error> {
    let json = serde_json::to_string(traces).map_err(|_| Error::InvalidData("import_rows"))?;
    secrets.seal_import_text(&json)
}

pub(super) fn open(secrets: &Secrets, sealed: &str) -> Result<Traces, Error> {
    let json = secrets.open_import_text(sealed)?;
    serde_json::from_str(&json).map_err(|_| Error::InvalidData("import_rows"))
}
