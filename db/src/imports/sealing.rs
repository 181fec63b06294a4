//! What of a list is stored encrypted: its name, headings, cells, problems, and what it changed.
use crate::{
    Error,
    base::{entities::import, secrets::Secrets},
};
use domain::{
    field_error::FieldCode,
    imports::{
        columns::{Columns, Field},
        notes::ListNote,
        stored::{ImportChoices, ReadList, ReadingOptions},
    },
};
use serde::{Deserialize, Serialize, de::DeserializeOwned};

/// What an import keeps of its list, without the rows.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub(super) struct StoredList {
    pub encoding: String,
    pub separator: Option<char>,
    pub sheet: Option<String>,
    pub sheets: Vec<String>,
    pub has_headings: bool,
    pub columns: Columns,
    pub notes: Vec<ListNote>,
}

impl StoredList {
    pub(super) fn of(list: &ReadList) -> Self {
        Self {
            encoding: list.encoding.clone(),
            separator: list.separator,
            sheet: list.sheet.clone(),
            sheets: list.sheets.clone(),
            has_headings: list.has_headings,
            columns: list.columns.clone(),
            notes: list.notes.clone(),
        }
    }
}

/// Why a row is left out, or what is to be known of it; without a field it is the row as a whole.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Problem {
    pub field: Option<Field>,
    pub code: FieldCode,
}

impl Problem {
    pub(super) fn at(field: Field, code: FieldCode) -> Self {
        Self {
            field: Some(field),
            code,
        }
    }

    pub(super) const fn of_row(code: FieldCode) -> Self {
        Self { field: None, code }
    }
}

/// Returns the value as sealed JSON.
pub(super) fn seal(secrets: &Secrets, value: &impl Serialize) -> Result<Vec<u8>, Error> {
    let json = serde_json::to_vec(value).map_err(|_| Error::InvalidData("imports"))?;
    secrets.seal_import(&json)
}

pub(super) fn open<T: DeserializeOwned>(secrets: &Secrets, sealed: &[u8]) -> Result<T, Error> {
    serde_json::from_slice(&secrets.open_import(sealed)?).map_err(|_| Error::InvalidData("imports"))
}

/// As [`seal`], as a text; `None` for an empty list.
pub(super) fn seal_all<T: Serialize>(
    secrets: &Secrets,
    values: &[T],
) -> Result<Option<String>, Error> {
    if values.is_empty() {
        return Ok(None);
    }
    let json = serde_json::to_string(values).map_err(|_| Error::InvalidData("import_rows"))?;
    secrets.seal_import_text(&json).map(Some)
}

pub(super) fn open_all<T: DeserializeOwned>(
    secrets: &Secrets,
    sealed: Option<&str>,
) -> Result<Vec<T>, Error> {
    let Some(sealed) = sealed else {
        return Ok(Vec::new());
    };
    let json = secrets.open_import_text(sealed)?;
    serde_json::from_str(&json).map_err(|_| Error::InvalidData("import_rows"))
}

impl import::Model {
    /// Returns what is known of the list; a list that was not read has no columns.
    pub(super) fn stored_list(&self, secrets: &Secrets) -> Result<StoredList, Error> {
        match &self.list {
            Some(sealed) => open(secrets, sealed),
            None => Ok(StoredList::default()),
        }
    }

    pub(super) fn reading_options(&self, secrets: &Secrets) -> Result<ReadingOptions, Error> {
        match &self.reading {
            Some(sealed) => open(secrets, sealed),
            None => Ok(ReadingOptions::default()),
        }
    }

    pub(super) fn name_of_file(&self, secrets: &Secrets) -> Result<String, Error> {
        open(secrets, &self.file_name)
    }

    pub(super) fn stored_choices(&self) -> Result<ImportChoices, Error> {
        serde_json::from_str(&self.choices).map_err(|_| Error::InvalidData("imports.choices"))
    }
}
