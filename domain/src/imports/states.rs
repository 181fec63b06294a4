//! Whether a user is active, by a value of a column.
use super::{fields::Field, headings::meaning, kind::ImportKind, meaning::Meaning, words};

/// Returns whether the value says *active*: a state such as *Suspended*, or yes.
pub(super) fn state(value: &str) -> Option<bool> {
    read(value).map(|(said, _)| said)
}

/// Returns what the value says, and whether as a state rather than as yes or no.
fn read(value: &str) -> Option<(bool, bool)> {
    match meaning(ImportKind::Users, value) {
        Some(Meaning::Active) => Some((true, true)),
        Some(Meaning::Suspended) => Some((false, true)),
        _ => words::yes_or_no(value).map(|said| (said, false)),
    }
}

/// Returns whether a user is active by this value of a column; `None` if the value is unknown.
pub fn is_active(value: &str, field: Field) -> Option<bool> {
    let (said, is_state) = read(value)?;
    Some(if field == Field::Suspended && !is_state {
        !said
    } else {
        said
    })
}
