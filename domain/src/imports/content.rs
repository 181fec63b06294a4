//! Columns of a list without headings, by their values. What the values do not tell is not guessed.
use super::{
    Record, cells,
    columns::{Column, Columns, Field, Unused},
    commas,
    fold::fold,
    heading_row::LOOKED_AT,
    headings::meaning,
    kind::ImportKind,
    meaning::Meaning,
    values::{SAMPLE, Values},
    words,
};
use crate::{
    permissions::Role,
    users::{Email, UserTypeOption},
};

impl Columns {
    /// Returns columns of which none is used: the importer chooses.
    pub fn unknown(rows: &[Record]) -> Self {
        Self::of_each(rows, |_| Err(Unused::Unknown))
    }

    /// Returns the columns of a list of members without headings: those of addresses, and others that are looked at.
    pub fn of_addresses(rows: &[Record]) -> Self {
        let sample = &rows[..rows.len().min(SAMPLE)];
        Self::of_each(rows, |place| match share(sample, place, is_address) {
            true => Ok(Field::Email),
            false => Err(Unused::Unknown),
        })
    }

    /// What looks like passwords is not shown, whatever the importer may choose it for.
    fn of_each(rows: &[Record], usage: impl Fn(usize) -> Result<Field, Unused>) -> Self {
        let width = rows.iter().map(|row| row.cells.len()).max().unwrap_or(0);
        let column = |place| {
            let cells = || rows.iter().map(|row| row.cell(place));
            let is_secret = || {
                let is_word = |cell| meaning(ImportKind::Users, cell) == Some(Meaning::Password);
                cells().take(LOOKED_AT).any(is_word)
                    || (Values { rows, place }).are_like_passwords()
            };
            let usage = match usage(place) {
                Err(Unused::Unknown) if is_secret() => Err(Unused::Password),
                usage => usage,
            };
            Column {
                splits_at_commas: commas::separate_names(cells),
                ..Column::new(String::new(), usage)
            }
        };
        Self((0..width).map(column).collect())
    }

    /// Returns the columns of a list without headings: only addresses, name and address, or our own order (first name,
    /// last name, e-mail, login, user type), as far as the values match. `None`: they do not.
    pub fn of_values(rows: &[Record], types: &[UserTypeOption]) -> Option<Self> {
        let sample = &rows[..rows.len().min(SAMPLE)];
        let width = sample.iter().map(|row| row.cells.len()).max()?;
        let has_addresses = |place| share(sample, place, is_address);
        let fields = match width {
            1 if has_addresses(0) => vec![Field::Email],
            2 if has_addresses(1) && share(sample, 0, |cell| cell.contains(' ')) => {
                vec![Field::FullName, Field::Email]
            }
            3.. if has_addresses(2) && (0..2).all(|place| is_names(sample, place)) => {
                vec![Field::FirstName, Field::LastName, Field::Email]
            }
            _ => return None,
        };
        let is_own_order = fields.len() == 3;
        let usage = |place: usize| match fields.get(place) {
            Some(field) => Ok(*field),
            None if is_own_order && place == 3 && sample.iter().all(is_own_login) => {
                Ok(Field::Login)
            }
            None if is_own_order && place == 4 && share(sample, 4, |cell| is_type(cell, types)) => {
                Ok(Field::UserType)
            }
            None => Err(Unused::Unknown),
        };
        Some(Self::of_each(rows, usage))
    }
}

/// Whether at least half of the values, and one, are as asked.
fn share(rows: &[Record], place: usize, is: impl Fn(&str) -> bool) -> bool {
    let cells = rows
        .iter()
        .map(|row| row.cell(place))
        .filter(|cell| !cells::is_blank(cell));
    let (mut yes, mut all) = (0, 0);
    for cell in cells {
        all += 1;
        yes += usize::from(cells::clean(cell).is_ok_and(|cell| is(&cell)));
    }
    yes > 0 && yes * 2 >= all
}

/// Whether the column has letters, and no addresses.
fn is_names(rows: &[Record], place: usize) -> bool {
    let has_address = rows.iter().any(|row| row.cell(place).contains('@'));
    !has_address && share(rows, place, |cell| cell.contains(char::is_alphabetic))
}

fn is_address(cell: &str) -> bool {
    Email::parse(cell).is_ok()
}

fn is_type(cell: &str, types: &[UserTypeOption]) -> bool {
    words::user_type(cell, types).is_some()
        || Role::ALL
            .iter()
            .any(|role| cell.eq_ignore_ascii_case(role.label()))
}

/// Whether the fourth cell is empty or made of the person's name or address. Without a heading anything else might be
/// a password, which would become a login that everyone sees.
fn is_own_login(row: &Record) -> bool {
    let login = fold(row.cell(3));
    let local = row.cell(2).split('@').next().unwrap_or_default();
    let parts: Vec<String> = [row.cell(0), row.cell(1), local]
        .iter()
        .map(|part| fold(part))
        .collect();
    let is_part = |part: &String| {
        let start: String = part.chars().take(3).collect();
        start.chars().count() > 1 && login.contains(&start)
    };
    login.is_empty() || parts.iter().any(is_part)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fields(lines: &[&str]) -> Option<Vec<Option<Field>>> {
        let record = |text: &&str| Record {
            line: 1,
            cells: text.split(',').map(str::to_owned).collect(),
        };
        let rows: Vec<_> = lines.iter().map(record).collect();
        let columns = Columns::of_values(&rows, &[])?;
        Some(columns.0.iter().map(|column| column.usage.ok()).collect())
    }

    #[test]
    fn values_tell_the_columns_or_nothing_does() {
        use Field as F;
        let names = [Some(F::FirstName), Some(F::LastName), Some(F::Email)];
        assert_eq!(
            fields(&["Ana,Souza,a@x.example", "Ben,Li,b@x.example"]),
            Some(names.to_vec())
        );
        assert_eq!(
            fields(&["Ana Souza,a@x.example"]),
            Some(vec![Some(F::FullName), Some(F::Email)])
        );
        assert_eq!(fields(&["a@x.example"]), Some(vec![Some(F::Email)]));
        assert_eq!(fields(&["1,2,3", "a,b,c"]), None);
        let with_login = fields(&["Ana,Souza,a@x.example,souza1"]).unwrap();
        assert_eq!(with_login[3], Some(F::Login));
    }

    #[test]
    fn a_password_is_never_a_login() {
        let found = fields(&[
            "Ana,Souza,ana@x.example,Horse-battery-9",
            "Ben,Li,ben@x.example,Stapler2026",
        ]);
        assert_eq!(found.unwrap()[3], None);
    }
}
