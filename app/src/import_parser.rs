//! Parses a list that was pasted or read from a CSV file, one entry per line.

use domain::user_imports::UserImportLine;

/// Headings of a column that identifies the user, in a list's first line.
const HEADINGS: [&str; 5] = ["login", "e-mail", "email", "e-mail address", "username"];

/// Returns each line's number, from 1, and the cell that identifies the user: in the column headed
/// *Login* or *E-mail*, or else the first that is not empty. Empty lines are skipped, but counted.
pub fn entries(list: &str) -> Vec<(usize, String)> {
    let mut records = records(list).peekable();
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

/// A column of a list of users, and the names it may have in the first line.
type Column = (
    &'static [&'static str],
    fn(&mut UserImportLine) -> &mut String,
);

/// In the default order, for lists without headings.
const COLUMNS: [Column; 5] = [
    (&["first name", "given name"], |line| &mut line.first_name),
    (&["last name", "surname", "family name"], |line| {
        &mut line.last_name
    }),
    (&["e-mail", "email", "e-mail address"], |line| {
        &mut line.email
    }),
    (&["login", "username"], |line| &mut line.login),
    (&["user type", "type"], |line| &mut line.user_type),
];

/// Returns the users on a list, one per line. Empty lines are skipped, but counted.
pub fn user_lines(list: &str) -> Vec<UserImportLine> {
    let mut records = records(list).peekable();
    let head: Option<Vec<_>> = records.peek().and_then(|(_, first)| {
        let found: Vec<_> = first.iter().map(column).collect();
        found.iter().any(Option::is_some).then_some(found)
    });
    let is_default = COLUMNS.iter().map(Some).collect();
    let skip = usize::from(head.is_some());
    let columns: Vec<Option<&Column>> = head.unwrap_or(is_default);
    records
        .skip(skip)
        .filter(|(_, record)| record.iter().any(|cell| !cell.is_empty()))
        .map(|(line, record)| {
            let mut typed = UserImportLine {
                line,
                ..UserImportLine::default()
            };
            for (column, cell) in columns.iter().zip(&record) {
                if let Some((_, of)) = column {
                    cell.clone_into(of(&mut typed));
                }
            }
            typed
        })
        .collect()
}

fn column(heading: &str) -> Option<&'static Column> {
    let named = |names: &[&str]| names.iter().any(|name| heading.eq_ignore_ascii_case(name));
    COLUMNS.iter().find(|(names, _)| named(names))
}

/// Returns the cells of each line, with its number, from 1.
fn records(list: &str) -> impl Iterator<Item = (usize, csv::StringRecord)> {
    let list = list.trim_start_matches('\u{feff}');
    let delimiter = delimiter(list);
    (1..)
        .zip(list.lines())
        .filter_map(move |(line, text)| Some((line, cells(text, delimiter)?)))
}

/// Returns the cells of one line. Cells over several lines are not supported.
fn cells(text: &str, delimiter: u8) -> Option<csv::StringRecord> {
    let mut reader = csv::ReaderBuilder::new()
        .has_headers(false)
        .delimiter(delimiter)
        .trim(csv::Trim::All)
        .flexible(true)
        .buffer_capacity(256)
        .from_reader(text.as_bytes());
    reader.records().next()?.ok()
}

fn is_heading(cell: &str) -> bool {
    HEADINGS
        .iter()
        .any(|heading| cell.eq_ignore_ascii_case(heading))
}

/// Returns the most frequent of comma, semicolon and tab in the first line.
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
    use super::{entries, user_lines};

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

    #[test]
    fn users_are_in_the_default_order_or_in_that_of_the_first_line() {
        let plain = user_lines("Ana,Souza,ana@example.org\n\nBen;x\n");
        assert_eq!((plain[0].line, plain[1].line), (1, 3));
        assert_eq!(plain[0].email, "ana@example.org");
        assert_eq!(plain[0].login, "");
        let headed = user_lines(
            "\u{feff}Login;E-mail;Active;Last name;First name;User type\nana;a@b.co;yes;\"Souza; Lima\";Ana;Guest\n",
        );
        assert_eq!(headed.len(), 1);
        let ana = &headed[0];
        assert_eq!(
            (ana.line, ana.login.as_str(), ana.email.as_str()),
            (2, "ana", "a@b.co")
        );
        assert_eq!(
            (ana.first_name.as_str(), ana.last_name.as_str()),
            ("Ana", "Souza; Lima")
        );
        assert_eq!(ana.user_type, "Guest");
    }
}
