//! What a row says of a user.
use crate::{
    base::{entities::user::full_name, search_text::login_fold},
    imports::{
        planning::{Change, OpenRow, RowPlan},
        sealing::Problem,
    },
};
use domain::{imports::columns::Field, user_imports::UserImportLine};

/// A row with what it says.
pub(super) struct Said<'a> {
    pub row: &'a OpenRow,
    pub line: UserImportLine,
}

impl Said<'_> {
    pub(super) fn title(&self) -> String {
        let line = &self.line;
        match (line.first_name.is_empty(), line.last_name.is_empty()) {
            (true, true) => [&line.email, &line.login]
                .into_iter()
                .find(|text| !text.is_empty())
                .cloned()
                .unwrap_or_default(),
            (false, false) if line.is_split => format!("{}, {}", line.last_name, line.first_name),
            _ => full_name(&line.first_name, &line.last_name),
        }
    }

    /// The texts by which a user is found.
    pub(super) fn names(&self) -> [String; 2] {
        let login = match self.line.login.as_str() {
            "" => &self.line.email,
            login => login,
        };
        [login_fold(login), login_fold(&self.line.email)]
    }

    pub(super) fn left_out(&self, problem: Problem) -> RowPlan {
        RowPlan {
            details: self.line.email.clone(),
            ..RowPlan::left_out(self.title(), vec![problem])
        }
    }

    /// The groups and courses of the row, as what they change.
    pub(super) fn joined(&self) -> Vec<Change> {
        let lists = [
            (Field::Groups, self.line.groups.join(", ")),
            (Field::Courses, self.line.courses.join(", ")),
        ];
        let lists = lists.into_iter().filter(|(_, names)| !names.is_empty());
        let change = |(field, after)| Change {
            field,
            before: String::new(),
            after,
        };
        lists.map(change).collect()
    }
}
