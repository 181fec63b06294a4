//! The texts that a unit had: their list, and one compared with the present text.
use super::{UnitForm, UnitKind, UnitRow};
use crate::{
    ids::{UnitId, UnitVersionId},
    time::Timestamp,
};
use serde::{Deserialize, Serialize};

/// A unit keeps at most this many versions, its present one included.
pub const UNIT_VERSIONS_KEPT: usize = 50;

/// Days after which an earlier version is deleted.
pub const UNIT_VERSION_DAYS: i64 = 365;

/// A version of a unit in the list, without its text.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct UnitVersionRow {
    pub id: UnitVersionId,
    pub name: String,
    pub kind: UnitKind,
    /// The user who saved it; `None` for one who was deleted, and where it is not known.
    pub saved_by: Option<String>,
    /// `None` for a text from before versions were kept.
    pub saved_at: Option<Timestamp>,
}

/// A unit and its versions, newest first.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct UnitHistory {
    pub course: String,
    /// As it is now; the page gets it without its text.
    pub unit: UnitRow,
    /// The first is the present one. Empty for a unit that was never edited since versions are kept.
    pub versions: Vec<UnitVersionRow>,
}

/// A version with its text.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct UnitVersion {
    pub id: UnitVersionId,
    pub unit: UnitId,
    pub name: String,
    pub kind: UnitKind,
    pub content: String,
}

impl From<UnitVersion> for UnitForm {
    fn from(version: UnitVersion) -> Self {
        Self {
            name: version.name,
            kind: version.kind.code().to_owned(),
            content: version.content,
        }
    }
}

/// An earlier version, compared with the present text.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ComparedUnit {
    pub id: UnitVersionId,
    pub name: String,
    pub kind: UnitKind,
    /// Empty where the texts are the same.
    pub lines: Vec<ComparedLine>,
}

/// A line of a comparison of an earlier text with the present one.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum ComparedLine {
    /// In both.
    Same(String),
    /// Only in the earlier text: bringing it back adds the line.
    Earlier(String),
    /// Only in the present text: bringing the earlier one back removes the line.
    Present(String),
    /// So many lines that are the same are left out.
    LeftOut(usize),
    /// The comparison goes on, but is too long to show.
    TooLong,
}
