//! Lists that are no tables: people with commas, semicolons, blanks or line breaks between them.
use crate::list::Source;
use domain::imports::{
    Record,
    addresses::{self, Person, is_address},
    cells,
    problems::ListRefusal,
    stored::{MAX_LINES, ReadRow},
};

/// A person has no more words than this, on average.
const WORDS_EACH: usize = 5;
/// A longer line is no row of a table.
const LONG_LINE: usize = 64 * 1024;

/// Whether a line is no row of a table.
pub const fn is_long((_, line): (usize, &str)) -> bool {
    line.len() > LONG_LINE
}

/// Whether a line has several people, or one as mail programs write them.
pub fn has_several((number, line): (usize, &str)) -> bool {
    let has_two = line.matches('@').count() > 1;
    is_long((number, line)) || line.contains('<') || (has_two && addresses::addresses_in(line) > 1)
}

/// Whether a line has someone with a name before the address, as mail programs write them.
pub fn has_named((number, line): (usize, &str)) -> bool {
    !is_long((number, line)) && line.contains('<') && {
        let (people, _) = addresses::people([(number, line)]);
        people.iter().any(|person| person.name.is_some())
    }
}

/// Whether a line has addresses and nothing else.
pub fn has_addresses_only((number, line): (usize, &str)) -> bool {
    let (people, words) = addresses::people([(number, line)]);
    words.is_empty() && people.iter().all(|person| is_address(&person.text))
}

/// Refuses lists of more people than a list can have, before any of them takes memory.
///
/// # Errors
/// [`ListRefusal::TooManyRows`].
pub fn check_size(source: &Source<'_>) -> Result<(), ListRefusal> {
    let is_between = |c: char| c.is_whitespace() || ",;|".contains(c);
    let words = source.lines().flat_map(|(_, line)| line.split(is_between));
    let found = words.filter(|word| !word.is_empty()).count() / WORDS_EACH;
    if found > MAX_LINES {
        return Err(ListRefusal::TooManyRows { found });
    }
    Ok(())
}

/// Returns everyone as a row of name and address, and the words that are no one.
pub fn rows(source: &Source<'_>) -> (Vec<ReadRow>, Vec<String>) {
    let (people, words) = addresses::people(source.lines());
    (people.into_iter().map(row).collect(), words)
}

/// Returns the people of a list in which each name is on the line above its address; `None` for any other list.
pub fn below_names(source: &Source<'_>) -> Option<Vec<ReadRow>> {
    let mut rows = Vec::new();
    let mut lines = source.lines();
    while let Some((line, name)) = lines.next() {
        let (_, address) = lines.next()?;
        let is_name = !name.contains('@') && name.contains(char::is_alphabetic);
        let name = cells::clean(name)
            .ok()
            .filter(|_| is_name && name.len() < LONG_LINE)?;
        let text = cells::clean(address).ok().filter(|text| is_address(text))?;
        let name = Some(name);
        let is_word = false;
        rows.push(row(Person {
            line,
            text,
            name,
            is_word,
        }));
    }
    (!rows.is_empty()).then_some(rows)
}

fn row(person: Person) -> ReadRow {
    let Person {
        line,
        text,
        name,
        is_word,
    } = person;
    let cells = vec![name.unwrap_or_default(), text];
    ReadRow {
        record: Record { line, cells },
        has_open_quote: false,
        is_word,
    }
}
