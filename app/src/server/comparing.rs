//! Comparing an earlier text of a unit with the present one, line by line.
use crate::AppError;
use domain::courses::{ComparedLine, ComparedUnit, UnitVersion};
use similar::{ChangeTag, TextDiff};
use std::time::Duration;
use tokio::task::spawn_blocking;

/// Lines around a change that are shown with it.
const CONTEXT: usize = 3;

/// A comparison is cut after this many lines.
const SHOWN: usize = 2_000;

/// After this time the rest of two texts is compared roughly.
const TIMEOUT: Duration = Duration::from_millis(300);

/// Returns how the present text differs from that of the earlier version.
///
/// # Errors
/// The server is stopping.
pub async fn compare(earlier: UnitVersion, present: String) -> Result<ComparedUnit, AppError> {
    spawn_blocking(move || ComparedUnit {
        lines: lines(&earlier.content, &present),
        id: earlier.id,
        name: earlier.name,
        kind: earlier.kind,
    })
    .await
    .map_err(|_| AppError::Unavailable)
}

fn lines(earlier: &str, present: &str) -> Vec<ComparedLine> {
    let diff = TextDiff::configure()
        .timeout(TIMEOUT)
        .diff_lines(earlier, present);
    let mut lines = Vec::new();
    let mut next = 0;
    for group in diff.grouped_ops(CONTEXT) {
        let start = group.first().map_or(next, |op| op.old_range().start);
        if start > next {
            lines.push(ComparedLine::LeftOut(start - next));
        }
        next = group.last().map_or(next, |op| op.old_range().end);
        for change in group.iter().flat_map(|op| diff.iter_changes(op)) {
            let text = change.value().trim_end_matches(['\r', '\n']).to_owned();
            lines.push(match change.tag() {
                ChangeTag::Equal => ComparedLine::Same(text),
                ChangeTag::Delete => ComparedLine::Earlier(text),
                ChangeTag::Insert => ComparedLine::Present(text),
            });
        }
        if lines.len() > SHOWN {
            lines.truncate(SHOWN);
            lines.push(ComparedLine::TooLong);
            return lines;
        }
    }
    let left = earlier.lines().count().saturating_sub(next);
    if left > 0 && !lines.is_empty() {
        lines.push(ComparedLine::LeftOut(left));
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;
    use ComparedLine as L;

    #[test]
    fn changed_lines_are_shown_with_three_around_them() {
        let old = "1\n2\n3\n4\n5\n6\n7\n8\n9\n10";
        let new = old.replace("5", "five");
        let same = |text: &str| L::Same(text.to_owned());
        assert_eq!(
            lines(old, &new),
            [
                L::LeftOut(1),
                same("2"),
                same("3"),
                same("4"),
                L::Earlier("5".into()),
                L::Present("five".into()),
                same("6"),
                same("7"),
                same("8"),
                L::LeftOut(2),
            ]
        );
        assert_eq!(lines(old, old), []);
    }

    #[test]
    fn long_texts_are_compared_in_bounded_time_and_size() {
        let text =
            |from: usize| -> String { (from..from + 60_000).map(|n| format!("{n}\n")).collect() };
        let found = lines(&text(0), &text(30_001));
        assert_eq!(found.len(), SHOWN + 1);
        assert_eq!(found.last(), Some(&L::TooLong));
    }
}
