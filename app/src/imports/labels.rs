//! What the numbers and verdicts of an import are called on screen.
use crate::ui::Tone;
use domain::{
    imports::{
        stored::{ImportKind, ImportState, RowVerdict},
        views::{ImportCounts, ImportView},
    },
    numbers::thousands,
};

pub const PASTED: &str = "Pasted list";

/// The name of the list.
pub fn list_name(view: &ImportView) -> String {
    if view.file_name.is_empty() {
        PASTED.to_owned()
    } else {
        view.file_name.clone()
    }
}

pub const fn state_tone(state: ImportState) -> Tone {
    match state {
        ImportState::Checked => Tone::Accent,
        ImportState::Done => Tone::Good,
        ImportState::Refused | ImportState::Cancelled => Tone::Warn,
        _ => Tone::Plain,
    }
}

pub const fn verdict_tone(verdict: RowVerdict) -> Tone {
    match verdict {
        RowVerdict::Added => Tone::Good,
        RowVerdict::Updated => Tone::Accent,
        RowVerdict::Unchanged => Tone::Plain,
        RowVerdict::LeftOut => Tone::Warn,
    }
}

/// What happens to a row, or happened to it.
pub const fn verdict_label(verdict: RowVerdict, is_open: bool) -> &'static str {
    match (verdict, is_open) {
        (RowVerdict::Added, true) => "Will be added",
        (RowVerdict::Updated, true) => "Will be updated",
        _ => verdict.label(),
    }
}

pub const fn counted(counts: ImportCounts, verdict: RowVerdict) -> i64 {
    match verdict {
        RowVerdict::Added => counts.added,
        RowVerdict::Updated => counts.updated,
        RowVerdict::Unchanged => counts.unchanged,
        RowVerdict::LeftOut => counts.left_out,
    }
}

/// "497 added, 12 updated, 3 left out"; what is zero is not said.
pub fn summary(counts: ImportCounts) -> String {
    let parts = RowVerdict::ALL.iter().filter_map(|verdict| {
        let number = counted(counts, *verdict);
        let label = verdict.label().to_lowercase();
        (number > 0).then(|| format!("{} {label}", thousands(number)))
    });
    let parts: Vec<_> = parts.collect();
    if parts.is_empty() {
        "No rows".to_owned()
    } else {
        parts.join(", ")
    }
}

/// What applying the list does, for its button; `None` if it does nothing.
pub fn effect(kind: ImportKind, counts: ImportCounts) -> Option<String> {
    let nouns = kind.nouns();
    let named = |number: i64| {
        let noun = if number == 1 { nouns.0 } else { nouns.1 };
        format!("{} {noun}", thousands(number))
    };
    match (counts.added, counts.updated) {
        (0, 0) => None,
        (added, 0) => Some(format!("Add {}", named(added))),
        (0, updated) => Some(format!("Update {}", named(updated))),
        (added, updated) => Some(format!(
            "Add {} and update {}",
            thousands(added),
            named(updated)
        )),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn counts(added: i64, updated: i64, left_out: i64) -> ImportCounts {
        ImportCounts {
            rows: added + updated + left_out,
            added,
            updated,
            unchanged: 0,
            left_out,
        }
    }

    #[test]
    fn the_button_says_what_it_does() {
        let effect = |added, updated| effect(ImportKind::Users, counts(added, updated, 1));
        assert_eq!(effect(0, 0), None);
        assert_eq!(effect(1, 0).as_deref(), Some("Add 1 user"));
        assert_eq!(effect(4_970, 0).as_deref(), Some("Add 4,970 users"));
        assert_eq!(effect(0, 2).as_deref(), Some("Update 2 users"));
        assert_eq!(
            effect(480, 12).as_deref(),
            Some("Add 480 and update 12 users")
        );
    }

    #[test]
    fn a_summary_says_what_there_is() {
        assert_eq!(summary(counts(497, 0, 3)), "497 added, 3 left out");
        assert_eq!(summary(counts(0, 0, 0)), "No rows");
    }
}
