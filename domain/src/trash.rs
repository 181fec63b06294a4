//! The trash: deleted groups and courses that can be restored.
use crate::{courses::TrashedCourse, groups::TrashedGroup};
use serde::{Deserialize, Serialize};

/// Days that a deleted group or course stays in the trash.
pub const TRASH_DAYS: i64 = 30;

/// What is in the trash, newest first; `None` for a kind that the reader may not restore.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Trash {
    pub groups: Option<Vec<TrashedGroup>>,
    pub courses: Option<Vec<TrashedCourse>>,
}
