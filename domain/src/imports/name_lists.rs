//! Several names in one cell: exports join them, imports split them again.
//!
//! Names are separated by a semicolon, a vertical bar or a line break. A name that has one of these, or begins with a
//! quotation mark, is between quotation marks, with its own ones doubled.

const QUOTE: char = '"';

const fn separates(c: char) -> bool {
    matches!(c, ';' | '|' | '\n' | '\r')
}

/// Returns the text of a cell that [`split`] reads as these names. Names are neither empty nor surrounded by blanks.
pub fn join<Name: AsRef<str>>(names: impl IntoIterator<Item = Name>) -> String {
    let mut cell = String::new();
    for name in names {
        let name = name.as_ref();
        if !cell.is_empty() {
            cell.push_str("; ");
        }
        if name.starts_with(QUOTE) || name.contains(separates) {
            cell.push(QUOTE);
            cell.push_str(&name.replace(QUOTE, "\"\""));
            cell.push(QUOTE);
        } else {
            cell.push_str(name);
        }
    }
    cell
}

/// Returns the names in a cell, in its order, without blanks around them and without empty ones. The cell is as it was
/// before [`formulas::escape`](crate::formulas::escape), and still has its line breaks.
pub fn split(cell: &str) -> Vec<String> {
    let mut names = Vec::new();
    let mut rest = cell;
    while !rest.is_empty() {
        let (name, after) = quoted(rest.trim_start()).unwrap_or_else(|| {
            let (name, after) = rest.split_once(separates).unwrap_or((rest, ""));
            (name.to_owned(), after)
        });
        let name = name.trim();
        if !name.is_empty() {
            names.push(name.to_owned());
        }
        rest = after;
    }
    names
}

/// Returns the name between quotation marks with which the text begins, and what follows its separator. `None` if the
/// marks belong to the name: `"Deep" dive`, or one that is never closed.
fn quoted(text: &str) -> Option<(String, &str)> {
    let inside = text.strip_prefix(QUOTE)?;
    let mut name = String::new();
    let mut chars = inside.char_indices();
    while let Some((at, c)) = chars.next() {
        let after = inside.get(at + c.len_utf8()..)?;
        if c != QUOTE {
            name.push(c);
        } else if after.starts_with(QUOTE) {
            name.push(QUOTE);
            chars.next();
        } else {
            let blanks = |c: char| c.is_whitespace() && !separates(c);
            let after = after.trim_start_matches(blanks);
            return match after.chars().next() {
                None => Some((name, after)),
                Some(next) if separates(next) => Some((name, after.get(next.len_utf8()..)?)),
                Some(_) => None,
            };
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn names_are_written_one_after_the_other() {
        assert_eq!(
            join(["Bakers", "Cooks, 2nd year"]),
            "Bakers; Cooks, 2nd year"
        );
        assert_eq!(
            join(["A; B", "\"Deep\" dive", "x|y"]),
            "\"A; B\"; \"\"\"Deep\"\" dive\"; \"x|y\""
        );
        assert_eq!(join([""; 0]), "");
    }

    #[test]
    fn names_are_read_as_people_write_them() {
        for (cell, names) in [
            ("Bakers", &["Bakers"][..]),
            (
                "Bakers;Cooks|Waiters\r\n Hosts ",
                &["Bakers", "Cooks", "Waiters", "Hosts"],
            ),
            (" ; Bakers;;\n", &["Bakers"]),
            ("\"A; B\" ; C", &["A; B", "C"]),
            ("\"Deep\" dive; C", &["\"Deep\" dive", "C"]),
            ("\"never closed; C", &["\"never closed", "C"]),
            ("12\" pizza; C", &["12\" pizza", "C"]),
            ("\"\"; C", &["C"]),
            ("", &[]),
        ] {
            assert_eq!(split(cell), names, "{cell:?}");
        }
    }

    fn name() -> impl Strategy<Value = String> {
        let hostile = ["\"", "\"\"", ";", "|", "\n", "\r", " ", "a", ",", "'", "="];
        let made = prop::collection::vec(prop::sample::select(hostile.to_vec()), 1..8)
            .prop_map(|parts| parts.concat());
        prop_oneof![made, any::<String>()]
            .prop_map(|name| name.trim().to_owned())
            .prop_filter("empty", |name| !name.is_empty())
    }

    proptest! {
        #[test]
        fn what_is_joined_comes_back(names in prop::collection::vec(name(), 0..6)) {
            prop_assert_eq!(split(&join(&names)), names);
        }
    }
}
