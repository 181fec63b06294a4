//! Forms that edit what exists: what a form was made from, and what someone else saved since.
use serde::{Deserialize, Serialize};

/// What a form was made from: a digest of each of its fields, as the form sends it back. It protects from overwriting
/// by mistake only, so it is no secret.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct FormVersion(String);

impl FormVersion {
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl From<String> for FormVersion {
    fn from(text: String) -> Self {
        Self(text)
    }
}

/// The fields of a form as they are saved now, in their order on the page.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SavedForm(Vec<SavedField>);

#[derive(Clone, Debug, PartialEq, Eq)]
struct SavedField {
    label: &'static str,
    /// What is compared.
    value: String,
    /// What people read, if it is not the value.
    shown: Option<String>,
}

impl SavedForm {
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds a text, with its label on the page.
    #[must_use]
    pub fn text(self, label: &'static str, value: impl Into<String>) -> Self {
        self.add(label, value.into(), None)
    }

    /// Adds a choice: its stored value, and its name on the page.
    #[must_use]
    pub fn choice(
        self,
        label: &'static str,
        value: impl ToString,
        shown: impl Into<String>,
    ) -> Self {
        self.add(label, value.to_string(), Some(shown.into()))
    }

    #[must_use]
    pub fn yes_or_no(self, label: &'static str, value: bool) -> Self {
        self.choice(label, value, if value { "Yes" } else { "No" })
    }

    fn add(mut self, label: &'static str, value: String, shown: Option<String>) -> Self {
        self.0.push(SavedField {
            label,
            value,
            shown,
        });
        self
    }

    /// Returns the version of a form that is made from these fields.
    pub fn version(&self) -> FormVersion {
        let digests: Vec<_> = self.0.iter().map(SavedField::digest).collect();
        FormVersion(digests.join("-"))
    }

    /// # Errors
    /// A form of the version `made_from` would overwrite what was saved since: that.
    pub fn check(&self, made_from: &FormVersion) -> Result<(), EditedMeanwhile> {
        let known: Vec<_> = made_from.0.split('-').collect();
        // Of a form with other fields, which another build made, nothing is known.
        let is_comparable = known.len() == self.0.len();
        let is_same = |place: usize, field: &SavedField| {
            is_comparable && known.get(place).is_some_and(|old| *old == field.digest())
        };
        let fields = self.0.iter().enumerate();
        let changed: Vec<_> = fields
            .filter(|(place, field)| !is_same(*place, field))
            .map(|(_, field)| field.changed())
            .collect();
        if changed.is_empty() {
            return Ok(());
        }
        Err(EditedMeanwhile {
            version: self.version(),
            changed,
        })
    }
}

impl SavedField {
    /// FNV-1a, because it must be the same in every build.
    fn digest(&self) -> String {
        let hash = self
            .value
            .bytes()
            .fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| {
                (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
            });
        format!("{hash:x}")
    }

    fn changed(&self) -> ChangedField {
        let now = self.shown.as_ref().unwrap_or(&self.value);
        let mut start: String = now.chars().take(SHOWN).collect();
        if start.len() < now.len() {
            start.push('…');
        }
        ChangedField {
            label: self.label.to_owned(),
            now: start,
        }
    }
}

/// A conflict shows at most this many characters of a field.
const SHOWN: usize = 1_000;

/// What someone else saved after a form was made.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct EditedMeanwhile {
    /// The version of a form that replaces it knowingly.
    pub version: FormVersion,
    pub changed: Vec<ChangedField>,
}

/// A field that someone else changed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ChangedField {
    pub label: String,
    /// The start of what is saved now; empty: nothing.
    pub now: String,
}

#[cfg(test)]
mod tests {
    use super::*;

    fn form(name: &str, active: bool) -> SavedForm {
        SavedForm::new()
            .text("Name", name)
            .yes_or_no("Active", active)
    }

    fn changed(now: &SavedForm, old: &FormVersion) -> Vec<(String, String)> {
        let fields = now.check(old).err().into_iter().flat_map(|all| all.changed);
        fields.map(|one| (one.label, one.now)).collect()
    }

    #[test]
    fn only_the_fields_that_someone_else_changed_are_shown() {
        let old = form("Baking", true).version();
        assert_eq!(changed(&form("Baking", true), &old), []);
        let active = ("Active".to_owned(), "No".to_owned());
        let found = changed(&form("Baking", false), &old);
        assert_eq!(found, std::slice::from_ref(&active));
        let name = ("Name".to_owned(), "Bread".to_owned());
        assert_eq!(changed(&form("Bread", false), &old), [name, active]);
    }

    #[test]
    fn knowing_what_is_saved_allows_to_replace_it() {
        let old = form("Baking", true).version();
        let refused = form("Bread", true).check(&old).unwrap_err();
        assert_eq!(form("Bread", true).check(&refused.version), Ok(()));
    }

    #[test]
    fn a_version_of_another_form_knows_nothing() {
        let now = form("Baking", true);
        for other in ["", "1", "x-y-z", "-"] {
            assert_eq!(changed(&now, &FormVersion(other.to_owned())).len(), 2);
        }
        let shorter = SavedForm::new().text("Name", "Baking").version();
        assert_eq!(changed(&now, &shorter).len(), 2);
    }

    #[test]
    fn a_long_text_is_shortened() {
        let old = form("", true).version();
        let (_, now) = changed(&form(&"é".repeat(2_000), true), &old).remove(0);
        assert_eq!(now.chars().count(), SHOWN + 1);
    }
}
