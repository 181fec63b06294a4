//! The separator of a table: what a `sep=` line says, else the one at which the most is understood.
use crate::records::{self, Dialect};
use domain::imports::{
    Record,
    addresses::is_address,
    cells,
    headings::meaning,
    stored::{ImportKind, SEPARATORS},
};

/// How much of a text is looked at, in bytes.
const LOOKED_AT: usize = 64 * 1024;
/// How many records are looked at for headings and addresses.
const UNDERSTOOD: usize = 50;

/// Returns the separator that a record such as `sep=;` sets, as Excel writes it.
pub fn declared(line: &str) -> Option<char> {
    let bare = line.trim().trim_matches('"');
    let (word, separator) = bare.split_at_checked(4)?;
    let mut chars = separator.chars();
    let one = chars.next().filter(|_| chars.next().is_none());
    // A tab at the end is trimmed away.
    let one = one.or_else(|| line.ends_with('\t').then_some('\t'));
    one.filter(|_| word.eq_ignore_ascii_case("sep="))
}

/// Returns the separator by the start of the text: most known headings and addresses, then the most even rows.
pub fn find(text: &str, kind: ImportKind) -> char {
    let start = start_of(text);
    let scored = SEPARATORS
        .into_iter()
        .rev()
        .map(|separator| (score(start, separator, kind), separator));
    scored
        .max_by_key(|(score, _)| *score)
        .map_or(',', |(_, separator)| separator)
}

/// Returns how cells are separated and quoted: with apostrophes if all cells of the first line are.
pub fn dialect(text: &str, separator: char) -> Dialect {
    let mut dialect = Dialect::of(separator);
    let mut lines = records::lines(text).map(|(_, line)| line.trim());
    let first = lines
        .find(|line| !cells::is_blank(line))
        .unwrap_or_default();
    let mut cells = first.split(separator).map(str::trim);
    let is_quoted = |cell: &str| cell.len() > 2 && cell.starts_with('\'') && cell.ends_with('\'');
    if first.contains(separator) && cells.all(is_quoted) {
        dialect.quote = '\'';
    }
    dialect
}

/// Returns a text without the quotation marks around its whole lines, as some programs save a table of one column.
/// `None` unless all lines have them and are headings and rows without them.
pub fn without_outer_quotes(text: &str, kind: ImportKind) -> Option<String> {
    let first = text.trim_start();
    let inside = |line: &str| -> Option<String> {
        let line = line.trim_end();
        let inner = line.strip_prefix('"')?.strip_suffix('"')?;
        let is_one = inner.replace("\"\"", "").find('"').is_none();
        is_one.then(|| inner.replace("\"\"", "\""))
    };
    let headings = inside(records::lines(first).next()?.1)?;
    let separator = find(&headings, kind);
    let mut cells = headings.split(separator);
    if !headings.contains(separator) || cells.any(|cell| meaning(kind, cell).is_none()) {
        return None;
    }
    let lines = records::lines(text).map(|(_, line)| {
        if cells::is_blank(line) {
            Some(String::new())
        } else {
            inside(line)
        }
    });
    Some(lines.collect::<Option<Vec<_>>>()?.join("\n"))
}

/// Whole lines of the first 64 KiB.
fn start_of(text: &str) -> &str {
    if text.len() <= LOOKED_AT {
        return text;
    }
    let end = (0..=LOOKED_AT)
        .rev()
        .find(|end| text.is_char_boundary(*end))
        .unwrap_or(0);
    let start = text.get(..end).unwrap_or_default();
    start
        .rfind(['\n', '\r'])
        .and_then(|end| start.get(..end))
        .unwrap_or(start)
}

/// Understood cells, evenness in thousandths, cells of a row.
fn score(text: &str, separator: char, kind: ImportKind) -> (usize, usize, usize) {
    let records: Vec<Record> = records::read(text, Dialect::of(separator))
        .map(|read| read.record)
        .filter(|record| !record.is_blank())
        .collect();
    let is_understood = |cell: &&String| {
        meaning(kind, cell).is_some() || cells::clean(cell).is_ok_and(|cell| is_address(&cell))
    };
    let understood = records
        .iter()
        .take(UNDERSTOOD)
        .flat_map(|record| &record.cells)
        .filter(is_understood)
        .count();
    let mut counts: Vec<_> = records
        .iter()
        .map(|record| record.cells.len())
        .filter(|count| *count > 1)
        .collect();
    counts.sort_unstable();
    let runs = counts.chunk_by(|one, other| one == other);
    let best = runs
        .map(|run| (run.len(), run.first().copied().unwrap_or(0)))
        .max()
        .unwrap_or((0, 0));
    (understood, best.0 * 1_000 / records.len().max(1), best.1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_separator_is_the_one_that_explains_most() {
        for (text, separator) in [
            ("\"Name, first\";\"E-mail\"\n\"Ana\";\"a@x.example\"\n", ';'),
            (
                "Name;E-mail\nSouza, Ana;a@x.example\nLi, Ben;b@x.example\n",
                ';',
            ),
            ("Login\tE-mail\nana\ta@x.example\n", '\t'),
            ("a|b|c\nd|e|f\n", '|'),
            ("ana\nben\n", ','),
            ("Report, of, May\n\nE-mail;Login\na@x.example;a\n", ';'),
        ] {
            assert_eq!(find(text, ImportKind::Users), separator, "{text}");
        }
    }

    #[test]
    fn apostrophes_quote_if_every_heading_has_them() {
        let quote = |text| dialect(text, ',').quote;
        assert_eq!(quote("'Login','E-mail'\n'a','b'"), '\'');
        for text in ["'Login',E-mail", "'Login'", "Login,E-mail\n'a','b'"] {
            assert_eq!(quote(text), '"', "{text}");
        }
    }

    #[test]
    fn whole_lines_may_be_quoted() {
        let bare = |text| without_outer_quotes(text, ImportKind::Users);
        let quoted = "\"Login,E-mail\"\n\n\"a,\"\"b\"\"\"\n";
        assert_eq!(bare(quoted), Some("Login,E-mail\n\na,\"b\"\n".into()));
        for text in [
            "\"Login\",\"E-mail\"\n",
            "\"Souza, Ana\"\n",
            "\"Login,E-mail\"\na,b\n",
        ] {
            assert_eq!(bare(text), None, "{text}");
        }
    }

    #[test]
    fn a_sep_line_decides() {
        assert_eq!(declared("sep=;"), Some(';'));
        assert_eq!(declared("\"SEP=|\""), Some('|'));
        assert_eq!(declared("sep=\t"), Some('\t'));
        assert_eq!(declared("separator"), None);
        assert_eq!(declared("sep=;;"), None);
    }
}
