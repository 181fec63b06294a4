//! A list that was pasted or read from a CSV file, as one entry for each line.

/// Names of a column that says who is meant, in a list's first line.
const HEADINGS: [&str; 5] = ["login", "e-mail", "email", "e-mail address", "username"];

/// The line's number, from 1, and what names the user there: the column headed *Login* or
/// *E-mail*, else the first that is not empty. Empty lines count, and say nothing.
pub fn entries(list: &str) -> Vec<(usize, String)> {
    let list = list.trim_start_matches('\u{feff}');
    let delimiter = delimiter(list);
    let mut records = (1..)
        .zip(list.lines())
        .filter_map(|(line, text)| Some((line, cells(text, delimiter)?)))
        .peekable();
    let column = records
        .peek()
        .and_then(|(_, first)| first.iter().position(is_heading));
    records
        .skip(usize::from(column.is_some()))
        .filter_map(|(line, record)| {
            let cell = match column {
                Some(column) => record.get(column),
                None => record.iter().find(|cell| !cell.is_empty()),
            };
            let cell = cell.filter(|cell| !cell.is_empty())?;
            Some((line, cell.to_owned()))
        })
        .collect()
}

/// The cells of one line: one that goes over several lines names nobody.
fn cells(text: &str, delimiter: u8) -> Option<csv::StringRecord> {
    let mut reader = csv::ReaderBuilder::new()
        .has_headers(false)
        .delimiter(delimiter)
        .trim(csv::Trim::All)
        .buffer_capacity(256)
        .from_reader(text.as_bytes());
    reader.records().next()?.ok()
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
