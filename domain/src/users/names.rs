//! The names of a person: first and last, of which one is enough.
use crate::{
    field_error::{FieldCode, FieldErrors, Noun},
    text, text_type,
};

text_type!(
    /// A first or last name as the person writes it. Empty if they have only the other one.
    PersonName, text::optional_line, Name, 100
);

impl PersonName {
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

/// Returns the names of the fields `first_name` and `last_name`, or notes their errors.
pub(crate) fn parse_names(
    errors: &mut FieldErrors,
    first: &str,
    last: &str,
) -> Option<(PersonName, PersonName)> {
    let parse = |noun, text| text::optional_line(noun, text, PersonName::LIMIT).map(PersonName);
    let first = errors.check("first_name", parse(Noun::FirstName, first));
    let last = errors.check("last_name", parse(Noun::LastName, last));
    let (first, last) = first.zip(last)?;
    if first.is_empty() && last.is_empty() {
        return errors.check("first_name", Err(FieldCode::NameRequired));
    }
    Some((first, last))
}

/// Returns how a person's name is written: `Ana Alvarez`.
pub fn full_name(first: &str, last: &str) -> String {
    match (first, last) {
        (name, "") | ("", name) => name.to_owned(),
        (first, last) => format!("{first} {last}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn errors_of(first: &str, last: &str) -> FieldErrors {
        let mut errors = FieldErrors::default();
        parse_names(&mut errors, first, last);
        errors
    }

    #[test]
    fn one_name_is_enough() {
        for (first, last, full) in [
            ("Ana", "Alvarez", "Ana Alvarez"),
            (" Sukarno ", "", "Sukarno"),
            ("", "Cher", "Cher"),
        ] {
            let mut errors = FieldErrors::default();
            let (first, last) = parse_names(&mut errors, first, last).unwrap();
            assert_eq!(full_name(first.as_str(), last.as_str()), full);
        }
        let none = FieldErrors::of("first_name", FieldCode::NameRequired);
        assert_eq!(errors_of("", " \u{200B}"), none);
    }

    #[test]
    fn each_error_is_at_its_field_and_names_it() {
        let long = "x".repeat(101);
        let too_long = |noun| FieldCode::TooLong {
            noun,
            limit: 100,
            found: 101,
        };
        let errors = FieldErrors::of("first_name", too_long(Noun::FirstName));
        assert_eq!(errors_of(&long, ""), errors);
        let errors = FieldErrors::of("last_name", too_long(Noun::LastName));
        assert_eq!(errors_of("Ana", &long), errors);
    }
}
