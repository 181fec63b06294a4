//! The values of a column, by which a heading that may mean several things is understood.
use super::{Record, addresses::is_address, cells, fold::fold, words};
use crate::users::UserTypeOption;
use std::collections::HashSet;

/// How many rows tell what the values of a column are.
pub(super) const SAMPLE: usize = 1_000;

/// A column without its blank cells.
pub(super) struct Values<'a> {
    pub(super) rows: &'a [Record],
    pub(super) place: usize,
}

impl Values<'_> {
    fn read(&self) -> impl Iterator<Item = String> {
        let cells = self
            .rows
            .iter()
            .take(SAMPLE)
            .map(|row| row.cell(self.place));
        cells
            .filter(|cell| !cells::is_blank(cell))
            .filter_map(|cell| cells::clean(cell).ok())
    }

    /// Whether at least half of the values, and one, are as asked.
    pub(super) fn most(&self, is: impl Fn(&str) -> bool) -> bool {
        let (mut yes, mut all) = (0, 0);
        for value in self.read() {
            all += 1;
            yes += usize::from(is(&value));
        }
        yes > 0 && yes * 2 >= all
    }

    pub(super) fn are_different(&self) -> bool {
        let mut seen = HashSet::new();
        self.read().all(|value| seen.insert(value.to_lowercase()))
    }

    /// Whether there are values, all of them as asked.
    pub(super) fn all(&self, is: impl Fn(&str) -> bool) -> bool {
        let mut values = self.read().peekable();
        values.peek().is_some() && values.all(|value| is(&value))
    }

    /// Whether a value is as asked, or the column is empty.
    pub(super) fn any_or_none(&self, is: impl Fn(&str) -> bool) -> bool {
        let mut values = self.read().peekable();
        values.peek().is_none() || values.any(|value| is(&value))
    }

    /// Whether most values have the start of one of the other cells of their row.
    pub(super) fn are_made_of(&self, places: &[usize]) -> bool {
        let is_made = |row: &&Record| {
            let value = fold(row.cell(self.place));
            places.iter().any(|place| {
                let start: String = fold(row.cell(*place)).chars().take(3).collect();
                start.chars().count() > 1 && value.contains(&start)
            })
        };
        let rows = || self.rows.iter().take(SAMPLE);
        rows().filter(is_made).count() * 2 > rows().count()
    }

    /// Returns the first value that has several user types, and the one that is used.
    pub(super) fn several_types(&self, types: &[UserTypeOption]) -> Option<(String, String)> {
        self.read().find_map(|value| {
            let used = words::several_types(&value, types)?.name.clone();
            Some((value, used))
        })
    }

    /// Whether all values look as people are told to choose passwords, each of them once: with small and capital
    /// letters, a digit or sign, and no blank.
    pub(super) fn are_like_passwords(&self) -> bool {
        let is_mixed = |value: &str| {
            let has = |is: fn(char) -> bool| value.contains(is);
            value.chars().count() >= 8
                && !value.contains([' ', ',', '"', '\''])
                && !value.contains("://")
                && !is_address(value)
                && has(|c| c.is_ascii_lowercase())
                && has(|c| c.is_ascii_uppercase())
                && has(|c| c.is_ascii_digit() || c.is_ascii_punctuation())
        };
        self.all(is_mixed) && self.are_different()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn passwords_are_recognised_without_a_heading() {
        let like = |cells: &[&str]| {
            let record = |cell: &&str| Record {
                line: 1,
                cells: vec![(*cell).to_owned()],
            };
            let rows: Vec<_> = cells.iter().map(record).collect();
            Values {
                rows: &rows,
                place: 0,
            }
            .are_like_passwords()
        };
        assert!(like(&["Horse-battery-9", "Stapler2026"]));
        for other in [
            &["Ana.Souza@x.example"][..],
            &["North-West", "North-West"],
            &["E-4711", "E-4712"],
            &["CN=Bakers,DC=x1", "CN=Cooks,DC=x1"],
            &["Horse-battery-9", "x"],
            &[],
        ] {
            assert!(!like(other), "{other:?}");
        }
    }
}
