//! Whether a user is active, by a value of a column.
use super::{fields::Field, headings::meaning, kind::ImportKind, meaning::Meaning, words};

/// Returns whether the value says *active*: a state such as *Suspended*, or yes.
pub(super) fn state(value: &str) -> Option<bool> {
    match meaning(ImportKind::Users, value) {
        Some(Meaning::Active) => Some(true),
        Some(Meaning::Suspended) => Some(false),
        _ => words::yes_or_no(value),
    }
}

/// Returns whether a user is active by this value of a column; `None` if the value is unknown.
pub fn is_active(value: &str, field: Field) -> Option<bool> {
    let is_state = matches!(
        meaning(ImportKind::Users, value),
        Some(Meaning::Active | Meaning::Suspended)
    );
    let said = state(value)?;
    Some(if field == Field::Suspended && !is_state {
        !said
    } else {
        said
    })
}
