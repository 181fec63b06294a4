//! A list that was pasted or read from a CSV file, as one entry for each line.

/// Names of a column that says who is meant, in a list's first line.
const HEADINGS: [&str; 5] = ["login", "e-mail", "email", "e-mail address", "username"];

/// The line's number, from 1, and what names the user there: the column headed *Login* or
/// *E-mail*, else the first that is not empty. Empty lines count, and say nothing.
pub fn entries(list: &str) -> Vec<(usize, String)> {
    let list = list.trim_start_matches('\u{feff}');
    let mut reader = csv::ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .delimiter(delimiter(list))
        .trim(csv::Trim::All)
        .from_reader(list.as_bytes());
    let mut column = None;
    let mut entries = Vec::new();
    for record in reader.records().filter_map(Result::ok) {
        if entries.is_empty() && column.is_none() {
            column = record.iter().position(is_heading);
            if column.is_some() {
                continue;
            }
        }
        let cell = match column {
            Some(column) => record.get(column),
            None => record.iter().find(|cell| !cell.is_empty()),
        };
        let line = record.position().map_or(0, csv::Position::line);
        if let Some(cell) = cell.filter(|cell| !cell.is_empty()) {
            entries.push((usize::try_from(line).unwrap_or(usize::MAX), cell.to_owned()));
        }
    }
    entries
}

fn is_heading(cell: &str) -> bool {
    HEADINGS
        .iter()
        .any(|heading| cell.eq_ignore_ascii_case(heading))
}

/// Whichever of comma, semicolon and tab the first line has most of.
fn delimiter(list: &str) -> u8 {
    let first = list.lines().next().unwrap_or_default();
    let most = [b',', b';', b'\t']
        .into_iter()
        .rev()
        .max_by_key(|delimiter| first.bytes().filter(|byte| byte == delimiter).count());
    most.unwrap_or(b',')
}

#[cfg(test)]
mod tests {
    use super::entries;

    fn names(list: &str) -> Vec<String> {
        entries(list).into_iter().map(|(_, name)| name).collect()
    }

    #[test]
    fn a_pasted_column_is_one_entry_for_each_line() {
        assert_eq!(
            entries("ana\r\n\r\n  ben@example.org  \n"),
            [(1, "ana".to_owned()), (3, "ben@example.org".to_owned())]
        );
        assert!(entries(" \n\n").is_empty());
    }

    #[test]
    fn a_csv_file_says_in_its_first_line_which_column_it_is() {
        let list = "\u{feff}Name,E-mail\n\"Berg, Ana\",ana@example.org\nBen,\n";
        assert_eq!(names(list), ["ana@example.org"]);
        assert_eq!(names("Nachname;Login\nBerg;ana\n"), ["ana"]);
        assert_eq!(names("login\tname\nana\tAna Berg"), ["ana"]);
    }

    #[test]
    fn without_headings_the_first_cell_counts() {
        assert_eq!(names("ana,Ana Berg\n,ben"), ["ana", "ben"]);
    }
}
