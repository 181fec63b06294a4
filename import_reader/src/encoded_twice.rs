//! Text that was UTF-8, was read as Windows-1252 by another program, and was encoded again: `JosÃ©` for *José*.
use domain::imports::Record;
use encoding_rs::WINDOWS_1252;

/// A cell as it was written, and as it was meant.
pub type Example = (String, String);

/// Corrects the columns whose cells all come out clean, and returns the first of the cells that were changed.
pub fn correct(records: &mut [Record]) -> Option<Example> {
    let width = records.iter().map(|record| record.cells.len()).max();
    let columns = (0..width.unwrap_or(0)).filter_map(|place| correct_column(records, place));
    columns.reduce(|first, _| first)
}

fn correct_column(records: &mut [Record], place: usize) -> Option<Example> {
    let cells = || records.iter().map(|record| record.cell(place));
    let mut written = cells().filter(|cell| !cell.is_ascii()).peekable();
    let first = (*written.peek()?).to_owned();
    if !written.all(|cell| meant(cell).is_some()) {
        return None;
    }
    let changed = records
        .iter_mut()
        .filter_map(|record| record.cells.get_mut(place));
    for cell in changed.filter(|cell| !cell.is_ascii()) {
        if let Some(meant) = meant(cell) {
            *cell = meant;
        }
    }
    let meant = meant(&first)?;
    Some((first, meant))
}

/// The text before it was encoded again; `None` if it was not, as far as can be told.
fn meant(cell: &str) -> Option<String> {
    let (bytes, _, has_others) = WINDOWS_1252.encode(cell);
    let text = String::from_utf8(bytes.into_owned()).ok()?;
    let is_clean = text.chars().all(|c| c.is_ascii() || is_usual(c));
    (is_clean && !has_others).then_some(text)
}

/// Letters and signs of names. `CAFÉ’S` would be phonetic script.
const fn is_usual(c: char) -> bool {
    matches!(c,
        '\u{A0}'..='\u{17F}' | '\u{218}'..='\u{21B}' | '\u{370}'..='\u{52F}' | '\u{590}'..='\u{6FF}'
        | '\u{1E00}'..='\u{1EFF}' | '\u{2010}'..='\u{203A}' | '€' | '\u{3000}'..='\u{30FF}'
        | '\u{4E00}'..='\u{9FFF}' | '\u{AC00}'..='\u{D7AF}')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn corrected(cells: &[&str]) -> Vec<String> {
        let record = |cell: &&str| Record {
            line: 1,
            cells: vec![(*cell).to_owned()],
        };
        let mut records: Vec<_> = cells.iter().map(record).collect();
        correct(&mut records);
        records
            .into_iter()
            .flat_map(|record| record.cells)
            .collect()
    }

    #[test]
    fn a_column_is_corrected_as_a_whole_or_not_at_all() {
        assert_eq!(
            corrected(&["JosÃ©", "Ben", "Ð\u{90}Ð½Ð½Ð°"]),
            ["José", "Ben", "Анна"]
        );
        for other in [
            &["JosÃ©", "Käthe"][..],
            &["CAFÉ’S"],
            &["Ã", "Анна"],
            &["Ben"],
        ] {
            assert_eq!(corrected(other), other);
        }
    }
}
