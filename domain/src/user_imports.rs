//! A list of people, pasted or read from a CSV file, to import as users.
use crate::{
    field_error::{FieldCode, FieldErrors},
    ids::UserTypeId,
    imports::{fields::Field, words},
    users::{NewUser, UserForm, UserTypeOption},
};

/// One line of the list as it was typed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct UserImportLine {
    /// Its number in the list, from 1.
    pub line: usize,
    pub first_name: String,
    pub last_name: String,
    pub email: String,
    /// Empty: the e-mail address is also the login.
    pub login: String,
    /// A type's name or a word for a role; empty: the default one.
    pub user_type: String,
    /// Whether first and last name were one text.
    pub is_split: bool,
    /// `None`: the row does not say.
    pub active: Option<bool>,
    /// Empty unless the importer uses a column for it.
    pub password: String,
    /// Names of groups, each once.
    pub groups: Vec<String>,
    /// The name of a branch.
    pub branch: String,
    /// Names of courses, each once.
    pub courses: Vec<String>,
    /// Why a cell of the line could not be read, and the field that it is used for.
    pub problem: Option<(Field, FieldCode)>,
}

impl UserImportLine {
    /// Parses the line; `types` are those the importer can assign.
    ///
    /// # Errors
    /// All errors of the line.
    pub fn parse(&self, types: &[UserTypeOption]) -> Result<NewUser, FieldErrors> {
        if let Some((_, problem)) = &self.problem {
            return Err(FieldErrors::of("list", problem.clone()));
        }
        let login = match self.login.as_str() {
            "" => &self.email,
            _ => &self.login,
        };
        let form = UserForm {
            first_name: self.first_name.clone(),
            last_name: self.last_name.clone(),
            email: self.email.clone(),
            login: login.clone(),
            ..Default::default()
        };
        let valid = form.validate_with(self.type_among(types));
        let active = self.active.unwrap_or(true);
        valid
            .map(|(info, _)| NewUser { info, active })
            .map_err(|errors| {
                if self.login.is_empty() {
                    // The login would be the address, whose error says it all.
                    errors.without("login")
                } else {
                    errors
                }
            })
    }

    fn type_among(&self, types: &[UserTypeOption]) -> Result<UserTypeId, FieldCode> {
        let found = match self.user_type.as_str() {
            "" => types.iter().find(|one| one.is_default),
            named => words::user_type(named, types),
        };
        found.map(|one| one.id).ok_or_else(|| {
            if self.user_type.is_empty() {
                FieldCode::NoDefaultUserType
            } else {
                FieldCode::UnknownUserType(self.user_type.clone())
            }
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::messages::fields;

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
            ..UserImportLine::default()
        }
    }

    #[test]
    fn a_missing_login_is_the_address_and_a_missing_type_the_default() {
        let info = line("").parse(&types()).unwrap().info;
        assert_eq!(info.login.as_str(), "ana@example.org");
        assert_eq!(info.user_type, UserTypeId(4));
        assert_eq!(
            line("trainer-type").parse(&types()).unwrap().info.user_type,
            UserTypeId(3)
        );
    }

    #[test]
    fn a_line_reports_all_its_errors() {
        let wrong = UserImportLine {
            email: "ana".into(),
            login: "a".into(),
            ..line("SuperAdmin")
        };
        assert_eq!(
            fields::joined(&wrong.parse(&types()).unwrap_err()),
            "“SuperAdmin” isn’t a user type you can assign. A login has 2 to 100 characters. \
             This does not look like an e-mail address."
        );
    }
}
