//! A list of people that is pasted, or read from a CSV file, to become users.
use crate::{
    field_error::FieldErrors,
    ids::UserTypeId,
    mass_actions::count,
    users::{UserForm, UserInfo, UserTypeOption},
};
use serde::{Deserialize, Serialize};

/// One line of the list as it was typed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct UserImportLine {
    /// Its number in the list, from 1.
    pub line: usize,
    pub first_name: String,
    pub last_name: String,
    pub email: String,
    /// Empty: the e-mail address is the login, too.
    pub login: String,
    /// A type's name; empty: the default one.
    pub user_type: String,
}

impl UserImportLine {
    /// Reads the line; `types` are those that the importer may give.
    ///
    /// # Errors
    /// All that is wrong with it, in sentences.
    pub fn parse(&self, types: &[UserTypeOption]) -> Result<UserInfo, String> {
        let mut errors = FieldErrors::default();
        let user_type = errors.check("user_type", self.type_among(types));
        let id = user_type.unwrap_or(UserTypeId(0)).to_string();
        let typed = UserForm {
            first_name: &self.first_name,
            last_name: &self.last_name,
            email: &self.email,
            login: if self.login.is_empty() {
                &self.email
            } else {
                &self.login
            },
            user_type: &id,
            password: "",
        };
        let parsed = UserInfo::parse(&mut errors, &typed);
        let errors = errors.into_vec();
        match parsed {
            Some((info, _)) if errors.is_empty() => Ok(info),
            _ => Err(errors
                .iter()
                .map(|problem| problem.message.as_str())
                .collect::<Vec<_>>()
                .join(" ")),
        }
    }

    fn type_among(&self, types: &[UserTypeOption]) -> Result<UserTypeId, String> {
        let name = self.user_type.to_lowercase();
        let found = if name.is_empty() {
            types.iter().find(|one| one.is_default)
        } else {
            types.iter().find(|one| one.name.to_lowercase() == name)
        };
        found.map(|one| one.id).ok_or_else(|| {
            if name.is_empty() {
                "Say a user type: you may not give the default one.".to_owned()
            } else {
                format!(
                    "There is no user type “{}” that you may give.",
                    self.user_type
                )
            }
        })
    }
}

/// One line of the list, looked up.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct UserImportRow {
    pub line: usize,
    /// First and last name, as they stand there.
    pub name: String,
    pub email: String,
    /// Why nobody comes of it; `None`: a user.
    pub problem: Option<String>,
}

/// A list looked up: a verdict for each line, before anything is written.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct UserImportPreview {
    pub rows: Vec<UserImportRow>,
}

impl UserImportPreview {
    /// How many users come of it.
    pub fn adds(&self) -> i64 {
        let adds = self.rows.iter().filter(|row| row.problem.is_none());
        i64::try_from(adds.count()).unwrap_or(i64::MAX)
    }

    /// "Adds 12 users; 3 lines are left out."
    pub fn sentence(&self) -> String {
        let adds = self.adds();
        let left = i64::try_from(self.rows.len()).unwrap_or(i64::MAX) - adds;
        let adds = match adds {
            0 => "Nobody on this list can be added".to_owned(),
            adds => format!("Adds {}", count(adds, "user")),
        };
        match left {
            0 => format!("{adds}."),
            1 => format!("{adds}; 1 line is left out."),
            left => format!("{adds}; {left} lines are left out."),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn types() -> Vec<UserTypeOption> {
        let option = |id, name: &str, is_default| UserTypeOption {
            id: UserTypeId(id),
            name: name.to_owned(),
            is_default,
            permissions: Default::default(),
        };
        vec![
            option(3, "Trainer-Type", false),
            option(4, "Learner-Type", true),
        ]
    }

    fn line(user_type: &str) -> UserImportLine {
        UserImportLine {
            line: 1,
            first_name: "Ana".into(),
            last_name: "Souza".into(),
            email: "ana@example.org".into(),
            login: String::new(),
            user_type: user_type.into(),
        }
    }

    #[test]
    fn what_is_not_said_is_the_address_and_the_default_type() {
        let info = line("").parse(&types()).unwrap();
        assert_eq!(info.login.as_str(), "ana@example.org");
        assert_eq!(info.user_type, UserTypeId(4));
        assert_eq!(
            line("trainer-type").parse(&types()).unwrap().user_type,
            UserTypeId(3)
        );
    }

    #[test]
    fn a_line_says_all_that_is_wrong_with_it() {
        let wrong = UserImportLine {
            email: "ana".into(),
            login: "a".into(),
            ..line("SuperAdmin")
        };
        assert_eq!(
            wrong.parse(&types()).unwrap_err(),
            "There is no user type “SuperAdmin” that you may give. A login has 2 to 100 characters. \
             This does not look like an e-mail address."
        );
    }

    #[test]
    fn the_sentence_counts() {
        let row = |problem| UserImportRow {
            line: 1,
            name: String::new(),
            email: String::new(),
            problem,
        };
        let rows = vec![row(None), row(Some("No.".into()))];
        assert_eq!(
            UserImportPreview { rows }.sentence(),
            "Adds 1 user; 1 line is left out."
        );
        assert_eq!(
            UserImportPreview::default().sentence(),
            "Nobody on this list can be added."
        );
    }
}
