//! The sentences about lists of people: why one is refused, and how it was read.
use crate::imports::{
    columns::{Field, Unused},
    notes::ListNote,
    problems::{CellProblem, FileFormat, ListRefusal, RowProblem},
    stored::MAX_BYTES,
};
use crate::numbers::thousands;

pub fn refusal(refusal: &ListRefusal) -> String {
    match refusal {
        ListRefusal::Format(format) => wrong_format(*format).into(),
        ListRefusal::Malformed { encoding, line } => {
            format!("Line {line} isn’t text in {encoding}. Save the file as CSV in UTF-8 and try again.")
        }
        ListRefusal::UnknownEncoding(label) => format!("“{label}” isn’t an encoding that can be read."),
        ListRefusal::TooManyBytes { found } => {
            format!("The list has {} MB. A list can have 50 MB.", found.div_ceil(1_000_000))
        }
        ListRefusal::TooManyColumns { line } => {
            format!("Line {line} has more than 256 columns. Remove those that aren’t needed.")
        }
        ListRefusal::TooManyCells => {
            "The list has more than 5,000,000 cells. Remove columns that aren’t needed, or split the list.".into()
        }
        ListRefusal::WorkbookTooLarge => {
            "This workbook is too large. A sheet can have 200,000 rows, 256 columns and 32 MB of text.".into()
        }
        ListRefusal::WorkbookDamaged => "This workbook can’t be read. Save it again, or save it as CSV.".into(),
        ListRefusal::LostCharacters { line } => format!(
            "Line {line} has a character that couldn’t be read (\u{FFFD}). Save the file as CSV in UTF-8, or copy the \
             cells and paste them."
        ),
        ListRefusal::Failed => "This list can’t be read. Save it as CSV in UTF-8 and try again.".into(),
        ListRefusal::Empty => "The list has no rows.".into(),
        ListRefusal::TooManyRows { found } => {
            let found = thousands(i64::try_from(*found).unwrap_or(i64::MAX));
            format!("The list has {found} rows. A list can have 200,000.")
        }
        ListRefusal::NoHeadings => {
            "It isn’t clear which column is which. Put headings in the first line, for example First name, Last name, \
             E-mail, Login."
                .into()
        }
    }
}

/// "62 MB. A list can have 50 MB."
pub fn too_large(bytes: u64) -> String {
    let megabytes = |bytes: u64| bytes.div_ceil(1_000_000);
    let (found, most) = (megabytes(bytes), megabytes(MAX_BYTES));
    format!("{found} MB. A list can have {most} MB.")
}

const fn wrong_format(format: FileFormat) -> &'static str {
    match format {
        FileFormat::Xlsx => {
            "This is an Excel workbook (XLSX). Save it as CSV UTF-8, or copy the cells and paste them."
        }
        FileFormat::Ods => {
            "This is an OpenDocument spreadsheet (ODS). Save it as CSV, or copy the cells and paste them."
        }
        FileFormat::Xls => {
            "This is an old or protected Excel workbook. Save it as CSV UTF-8, or copy the cells and paste them."
        }
        FileFormat::Pdf => "This is a PDF. Export the list as CSV.",
        FileFormat::Image => "This is an image. Export the list as CSV.",
        FileFormat::Archive => {
            "This is an archive or document, not a list. Export the list as CSV."
        }
        FileFormat::Html => {
            "This is a web page, even if its name says otherwise. Open it in a spreadsheet and save it as CSV UTF-8."
        }
        FileFormat::Xml => {
            "This is an XML file. Open it in a spreadsheet and save it as CSV UTF-8, or export the list as CSV."
        }
        FileFormat::Json => "This is a JSON file. Export the list as CSV.",
        FileFormat::VCard => "These are contacts (vCard). Export them as CSV.",
        FileFormat::Ldif => "This is an LDIF file. Export the list as CSV.",
    }
}

pub const fn cell(problem: CellProblem) -> &'static str {
    match problem {
        CellProblem::OpenQuote => "A quotation mark isn’t closed.",
        CellProblem::Direction => {
            "A cell has a character that changes the direction of the text. Remove it."
        }
        CellProblem::Unreadable => {
            "A cell has a character that couldn’t be read. Save the file in UTF-8."
        }
        CellProblem::NoValue => {
            "A formula has no value. Correct it in the spreadsheet, save the file and try again."
        }
        CellProblem::SeveralAddresses => "The cell has several e-mail addresses. Keep one.",
    }
}

pub fn row(problem: &RowProblem) -> String {
    use RowProblem as P;
    match problem {
        P::TwoUsers => "The login is one user’s, and the e-mail address another’s.",
        P::MorePermissions => "You can’t edit this user, who has permissions that you don’t have.",
        P::Pending => "This user signed up and isn’t approved yet.",
        P::OwnAccount => "You can’t deactivate yourself or change your own user type.",
        P::LastSuperAdmin => "This is the last active SuperAdmin.",
        P::UnknownGroup(name) => {
            return format!("There is no group “{name}” that this user can join.");
        }
        P::SeveralGroups(name) => return format!("There are several groups “{name}”."),
        P::UnknownCourse(name) => return format!("There is no course “{name}”."),
        P::SeveralCourses(name) => return format!("There are several courses “{name}”."),
        P::UnknownBranch(name) => return format!("There is no branch “{name}”."),
        P::OtherBranch => "You can’t move this to another branch.",
        P::NoSuchUser => "No user has this login or e-mail address.",
        P::InactiveUser => "This user is inactive.",
        P::NotAPerson => "This isn’t a login or an e-mail address.",
        P::RepeatedGroup => "An earlier line has this group.",
        P::NoCourse => "A course is required.",
        P::UsedSince => "Not undone: this user has signed in or learnt since.",
        P::EditedSince => "Not undone: it was edited since.",
        P::TakenSince => "Not undone: what it had before is taken now.",
        P::Cancelled => "The import was cancelled before this row.",
        P::NotAllowed => "You no longer have the right to do this.",
    }
    .into()
}

const UNCLEAR: &str = "There are no headings, and the values don’t say which column is which. Choose below what each \
                       column is.";

/// Of a row that changes an address which is also the login.
pub fn login_stays(login: &str) -> String {
    format!("the login stays {login}")
}

pub fn note(note: &ListNote) -> String {
    match note {
        ListNote::Encoding(name) => format!("Read as {name}."),
        ListNote::Sheet { name, others } => sheet(name, others),
        ListNote::Headings { line, above } => headings(*line, above),
        ListNote::Skipped(lines) => skipped(lines),
        ListNote::Unclear => UNCLEAR.into(),
        ListNote::Used(columns) => format!("Columns used: {}.", joined(columns.iter().map(used))),
        ListNote::UsedInOrder(fields) => {
            let fields = joined(fields.iter().map(|field| label(*field).to_owned()));
            format!("There are no headings, so the columns are read as {fields}.")
        }
        ListNote::Unused(columns) => {
            format!("Not used: {}.", joined(columns.iter().map(unused)))
        }
        ListNote::Otherwise(headings) => {
            format!(
                "Where these name no one, also looked at: {}.",
                all_of(headings)
            )
        }
        ListNote::FirstOf(field, headings) => first_of(*field, headings),
        ListNote::Split { full, first, last } => {
            format!(
                "Full names are split: “{full}” into first name “{first}” and last name “{last}”."
            )
        }
        ListNote::Missing(fields) => {
            let fields = joined(fields.iter().map(|field| label(*field).to_owned()));
            format!("No column has the {fields}.")
        }
        ListNote::SeveralTypes { written, used } => several_types(written, used),
        ListNote::EncodedTwice { written, read } => encoded_twice(written, read),
        ListNote::HiddenRows(lines) => hidden(lines),
        ListNote::Words(words) => format!("Not read as people: {}.", all_of(words)),
    }
}

fn first_of(field: Field, headings: &[String]) -> String {
    let (field, headings) = (label(field), all_of(headings));
    format!(
        "Several columns have the {field}; the first value that isn’t empty is used: {headings}."
    )
}

fn several_types(written: &str, used: &str) -> String {
    let written = short(written);
    format!(
        "Where a cell has several user types, the one that includes the permissions of the others is used: \
         “{used}” for “{written}”. If none does, the line is left out."
    )
}

fn encoded_twice(written: &str, read: &str) -> String {
    let (written, read) = (short(written), short(read));
    format!("Some text was encoded twice and is read as it was meant: “{read}” for “{written}”.")
}

fn hidden(lines: &[usize]) -> String {
    match lines {
        [one] => format!("Line {one} is hidden in the workbook, and is read, too."),
        lines => format!(
            "Lines {} are hidden in the workbook, and are read, too.",
            numbers(lines)
        ),
    }
}

fn sheet(name: &str, others: &[String]) -> String {
    let read = format!("Read from the sheet “{name}”.");
    match others {
        [] => read,
        others => {
            let others = all_of(others);
            format!("{read} Other sheets are not read: {others}.")
        }
    }
}

fn headings(line: usize, above: &[usize]) -> String {
    let ignored = match above {
        [] => String::new(),
        [one] => format!("; line {one} is not read"),
        lines => format!("; lines {} are not read", numbers(lines)),
    };
    format!("The headings are in line {line}{ignored}.")
}

fn skipped(lines: &[usize]) -> String {
    match lines {
        [one] => format!("Line {one} is not read."),
        lines => format!("Lines {} are not read.", numbers(lines)),
    }
}

fn numbers(lines: &[usize]) -> String {
    joined(lines.iter().map(ToString::to_string))
}

fn used((heading, field): &(String, Field)) -> String {
    format!("{} ({})", short(heading), label(*field))
}

/// Why a column is not used, as a sentence of its own.
pub const fn why_unused(why: Unused) -> &'static str {
    match why {
        Unused::Unknown => "Its heading isn’t known.",
        Unused::NotNeeded => "It isn’t needed for this list.",
        Unused::Chosen => "You chose not to use it.",
        Unused::NotAllowed => "Your permissions don’t include it.",
        Unused::Password => "Passwords are used only if you say so.",
        Unused::NotTypes => "Its values aren’t user types.",
        Unused::NotStates => "Its values don’t say who is active.",
        Unused::NamesElsewhere => "First and last name have their own columns.",
    }
}

fn unused((heading, number, why): &(String, usize, Unused)) -> String {
    let heading = match heading.as_str() {
        "" => format!("column {number}"),
        heading => short(heading),
    };
    let why = match why {
        Unused::Unknown => return heading,
        Unused::NotNeeded => return heading,
        Unused::Chosen => "as you chose",
        Unused::NotAllowed => "your permissions don’t include it",
        Unused::Password => "passwords are used only if you say so below",
        Unused::NotTypes => "the values aren’t user types",
        Unused::NotStates => "the values don’t say who is active",
        Unused::NamesElsewhere => "first and last name have their own columns",
    };
    format!("{heading} ({why})")
}

pub const fn label(field: Field) -> &'static str {
    match field {
        Field::FirstName => "first name",
        Field::LastName => "last name",
        Field::FullName => "full name",
        Field::Email => "e-mail",
        Field::Login => "login",
        Field::UserType => "user type",
        Field::Active => "active",
        Field::Suspended => "suspended",
        Field::Password => "password",
        Field::Groups => "groups",
        Field::Branch => "branch",
        Field::Courses => "courses",
        Field::GroupName => "group name",
        Field::Description => "description",
        Field::Key => "key",
        Field::Price => "price",
        Field::Listed => "listed in the catalog",
    }
}

/// At most this many are named; no one reads more.
const NAMED: usize = 40;

fn joined(parts: impl Iterator<Item = String>) -> String {
    let mut parts: Vec<_> = parts.collect();
    let more = parts.len().saturating_sub(NAMED);
    parts.truncate(NAMED);
    let more = if more > 0 {
        format!(" and {more} more")
    } else {
        String::new()
    };
    format!("{}{more}", parts.join(", "))
}

fn all_of(names: &[String]) -> String {
    joined(names.iter().map(|name| short(name)))
}

/// A heading as it is named in a sentence.
fn short(heading: &str) -> String {
    match heading.char_indices().nth(60) {
        Some((end, _)) => format!("{}…", heading.get(..end).unwrap_or_default()),
        None => heading.to_owned(),
    }
}
