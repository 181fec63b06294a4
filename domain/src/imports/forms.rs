//! What the forms of an import send, and what can be chosen in them.
use super::{
    columns::Field,
    stored::{
        ExistingRows, ImportChoices, ImportKind, PasswordSource, ReadingOptions, UnknownNames,
    },
};
use crate::ids::{GroupId, parse_optional_id};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// How the list is to be read. An empty text lets the reader find out.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct ReadingForm {
    pub encoding: String,
    /// The code of one of [`SEPARATORS`].
    pub separator: String,
    pub sheet: String,
}

/// The separators that can be chosen: character, code, name.
pub const SEPARATORS: [(char, &str, &str); 5] = [
    (',', "comma", "Comma"),
    (';', "semicolon", "Semicolon"),
    ('\t', "tab", "Tab"),
    ('|', "bar", "Vertical bar"),
    ('^', "caret", "Caret"),
];

/// The encodings that can be chosen: label and name.
pub const ENCODINGS: [(&str, &str); 22] = [
    ("utf-8", "UTF-8"),
    ("utf-16le", "UTF-16 (LE)"),
    ("utf-16be", "UTF-16 (BE)"),
    ("windows-1252", "Western (Windows-1252)"),
    ("iso-8859-15", "Western (ISO 8859-15)"),
    ("macintosh", "Western (Mac)"),
    ("windows-1250", "Central European (Windows-1250)"),
    ("iso-8859-2", "Central European (ISO 8859-2)"),
    ("windows-1251", "Cyrillic (Windows-1251)"),
    ("koi8-u", "Cyrillic (KOI8-U)"),
    ("x-mac-cyrillic", "Cyrillic (Mac)"),
    ("windows-1253", "Greek (Windows-1253)"),
    ("windows-1254", "Turkish (Windows-1254)"),
    ("windows-1255", "Hebrew (Windows-1255)"),
    ("windows-1256", "Arabic (Windows-1256)"),
    ("windows-1257", "Baltic (Windows-1257)"),
    ("windows-1258", "Vietnamese (Windows-1258)"),
    ("shift_jis", "Japanese (Shift JIS)"),
    ("euc-jp", "Japanese (EUC-JP)"),
    ("gb18030", "Chinese (GB 18030)"),
    ("big5", "Chinese (Big5)"),
    ("euc-kr", "Korean (EUC-KR)"),
];

/// Returns the code of a separator, or its character as text if it cannot be chosen.
pub fn separator_code(separator: char) -> String {
    let known = SEPARATORS.iter().find(|(one, ..)| *one == separator);
    known.map_or_else(|| separator.to_string(), |(_, code, _)| (*code).to_owned())
}

/// Returns the name of a separator.
pub fn separator_name(separator: char) -> String {
    let known = SEPARATORS.iter().find(|(one, ..)| *one == separator);
    known.map_or_else(|| separator.to_string(), |(.., name)| (*name).to_owned())
}

impl ReadingForm {
    pub fn parse(self) -> ReadingOptions {
        let some = |text: String| Some(text).filter(|text| !text.is_empty());
        let known = SEPARATORS
            .iter()
            .find(|(_, code, _)| *code == self.separator);
        let separator = match known {
            Some((separator, ..)) => Some(*separator),
            None => self.separator.chars().next(),
        };
        ReadingOptions {
            encoding: some(self.encoding),
            separator,
            sheet: some(self.sheet),
        }
    }
}

/// What the importer chose for the whole list.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct ChoicesForm {
    pub existing: String,
    pub passwords: String,
    pub unknown: String,
    /// Empty for the main portal.
    pub branch: String,
}

impl ChoicesForm {
    /// Returns the choices; `None` for a form that no page has.
    pub fn parse(&self) -> Option<ImportChoices> {
        fn choice<T: Default>(code: &str, parse: impl Fn(&str) -> Option<T>) -> Option<T> {
            if code.is_empty() {
                Some(T::default())
            } else {
                parse(code)
            }
        }
        Some(ImportChoices {
            existing: choice(&self.existing, ExistingRows::from_code)?,
            passwords: choice(&self.passwords, PasswordSource::from_code)?,
            unknown: choice(&self.unknown, UnknownNames::from_code)?,
            branch: parse_optional_id(&self.branch)?,
        })
    }
}

/// A form with as many fields as the list has columns: `field_0`, `field_1` ...
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct NumberedTexts(BTreeMap<String, String>);

/// What ends the name of an input whose text is never sent back.
const SECRET: &str = "_password";

/// The widest list.
const MAX_COLUMNS: usize = 256;

impl NumberedTexts {
    /// Returns the name of the input for a column.
    pub fn name(prefix: &str, column: usize, is_secret: bool) -> String {
        format!("{prefix}_{column}{}", if is_secret { SECRET } else { "" })
    }

    /// Returns the texts in the order of their numbers; empty where a number is missing.
    pub fn texts(&self, prefix: &str) -> Vec<String> {
        let numbered = self.0.iter().filter_map(|(name, text)| {
            let number = name.strip_prefix(prefix)?.strip_prefix('_')?;
            let number: usize = number.trim_end_matches(SECRET).parse().ok()?;
            (number < MAX_COLUMNS).then_some((number, text))
        });
        let mut texts = Vec::new();
        for (number, text) in numbered {
            if texts.len() <= number {
                texts.resize(number + 1, String::new());
            }
            texts[number].clone_from(text);
        }
        texts
    }

    /// Returns the field chosen for each column; `None` for a column that is not used.
    pub fn fields(&self) -> Vec<Option<Field>> {
        let texts = self.texts("field");
        texts.iter().map(|code| Field::from_code(code)).collect()
    }
}

impl ImportKind {
    /// Returns the page on which a list of this kind is uploaded.
    pub fn upload_path(self, group: Option<GroupId>) -> String {
        let group = group.map(|id| id.to_string()).unwrap_or_default();
        match self {
            Self::Users => "/users/import".to_owned(),
            Self::Groups => "/groups/import".to_owned(),
            Self::Members => format!("/groups/{group}/import"),
            Self::GroupCourses => format!("/groups/{group}/courses/import"),
        }
    }

    pub const fn title(self) -> &'static str {
        match self {
            Self::Users => "Import users",
            Self::Members => "Import members",
            Self::Groups => "Import groups",
            Self::GroupCourses => "Import courses of a group",
        }
    }

    /// What its rows are, singular and plural.
    pub const fn nouns(self) -> (&'static str, &'static str) {
        match self {
            Self::Users => ("user", "users"),
            Self::Members => ("member", "members"),
            Self::Groups => ("group", "groups"),
            Self::GroupCourses => ("course", "courses"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbered_texts_come_in_the_order_of_their_numbers() {
        let fields = [
            "cell_10",
            "cell_2_password",
            "cell_0",
            "cell_x",
            "cell_999",
            "form",
        ];
        let texts = NumberedTexts(fields.map(|name| (name.to_owned(), name.to_owned())).into());
        let found = texts.texts("cell");
        assert_eq!(found.len(), 11);
        assert_eq!(
            (found[0].as_str(), found[2].as_str()),
            ("cell_0", "cell_2_password")
        );
        assert_eq!((found[1].as_str(), found[10].as_str()), ("", "cell_10"));
        assert_eq!(NumberedTexts::name("cell", 2, true), "cell_2_password");
    }

    #[test]
    fn an_unknown_field_is_a_column_that_is_not_used() {
        let texts = [
            ("field_0", "email"),
            ("field_1", ""),
            ("field_2", "nonsense"),
        ];
        let texts = texts.map(|(name, text)| (name.to_owned(), text.to_owned()));
        let fields = NumberedTexts(texts.into()).fields();
        assert_eq!(fields, [Some(Field::Email), None, None]);
    }

    #[test]
    fn an_empty_form_of_choices_is_the_default_and_an_unknown_choice_no_form() {
        assert_eq!(
            ChoicesForm::default().parse(),
            Some(ImportChoices::default())
        );
        let unknown = ChoicesForm {
            existing: "replace".into(),
            ..Default::default()
        };
        assert_eq!(unknown.parse(), None);
    }

    #[test]
    fn separators_are_read_by_their_code_or_as_they_are() {
        for (separator, code, _) in SEPARATORS {
            let form = ReadingForm {
                separator: separator_code(separator),
                ..Default::default()
            };
            assert_eq!(form.separator, code);
            assert_eq!(form.parse().separator, Some(separator));
        }
        assert_eq!(separator_code(':'), ":");
        assert_eq!(
            SEPARATORS.map(|(separator, ..)| separator),
            super::super::stored::SEPARATORS
        );
        assert_eq!(ReadingForm::default().parse(), ReadingOptions::default());
    }
}
