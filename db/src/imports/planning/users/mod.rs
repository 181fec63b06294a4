//! Rows of a list of users.
mod additions;
mod found;
mod joins;
mod updates;

pub(in crate::imports) use found::lock_found;

use super::{
    names,
    plan::{OpenRow, RowPlan},
    planner::{Planner, open_quote},
};
use crate::{
    Error,
    base::{entities::user::full_name, search_text::case_fold},
    imports::sealing::Problem,
};
use domain::{
    field_error::{FieldCode, Taken},
    ids::BranchId,
    imports::{columns::Field, problems::RowProblem, users::line},
    user_imports::UserImportLine,
};
use found::{Found, FoundUser};
use joins::Joinable;
use sea_orm::ConnectionTrait;

/// A row with what it says.
struct Said<'a> {
    row: &'a OpenRow,
    line: UserImportLine,
}

impl Said<'_> {
    fn title(&self) -> String {
        let line = &self.line;
        match (line.first_name.is_empty(), line.last_name.is_empty()) {
            (true, true) => [&line.email, &line.login]
                .into_iter()
                .find(|text| !text.is_empty())
                .cloned()
                .unwrap_or_default(),
            _ if line.is_split => format!("{}, {}", line.last_name, line.first_name),
            _ => full_name(&line.first_name, &line.last_name)
                .trim()
                .to_owned(),
        }
    }

    /// The texts by which a user is found.
    fn names(&self) -> [String; 2] {
        let login = match self.line.login.as_str() {
            "" => &self.line.email,
            login => login,
        };
        [case_fold(login), case_fold(&self.line.email)]
    }

    fn left_out(&self, problem: Problem) -> RowPlan {
        RowPlan {
            details: self.line.email.clone(),
            ..RowPlan::left_out(self.title(), vec![problem])
        }
    }
}

pub(super) async fn plan(
    planner: &Planner,
    conn: &impl ConnectionTrait,
    rows: &[OpenRow],
) -> Result<Vec<RowPlan>, Error> {
    let said: Vec<Said<'_>> = rows
        .iter()
        .map(|row| Said {
            row,
            line: line(planner.columns(), &row.record),
        })
        .collect();
    let texts: Vec<String> = said.iter().flat_map(Said::names).collect();
    let found = Found::find(conn, &texts).await?;
    let joinable = Joinable::find(planner, conn, &said, &found).await?;
    let page = Page {
        planner,
        found,
        joinable,
    };
    Ok(said.iter().map(|said| page.plan(said)).collect())
}

/// What was looked up for a page of rows.
struct Page<'a> {
    planner: &'a Planner,
    found: Found,
    joinable: Joinable,
}

impl Page<'_> {
    fn plan(&self, said: &Said<'_>) -> RowPlan {
        if said.row.open_quote {
            return said.left_out(open_quote());
        }
        if let Some(problem) = &said.line.problem {
            return said.left_out(Problem::of_row(problem.clone()));
        }
        let mut plan = match self.existing(said) {
            Ok(None) => self.add(said),
            Ok(Some(user)) => self.update(said, user),
            Err(problem) => said.left_out(problem),
        };
        plan.content = format!(
            "{:?}",
            UserImportLine {
                line: 0,
                ..said.line.clone()
            }
        );
        plan
    }

    /// Returns the user whom the row means: the one with its address; or with its login, if the
    /// list replaces addresses.
    fn existing(&self, said: &Said<'_>) -> Result<Option<&FoundUser>, Problem> {
        let [login, email] = said.names();
        let by_login = self.found.named(&login);
        let by_email = self.found.named(&email).filter(|_| !email.is_empty());
        let within = |user: &FoundUser| {
            let branch = self.planner.importer.scope.branch;
            branch.is_none() || branch == user.branch_id
        };
        let taken = |field, what| Err(Problem::at(field, FieldCode::Taken(what)));
        match (by_email, by_login) {
            (None, None) => Ok(None),
            (Some(user), Some(other)) if user.id != other.id => {
                if within(user) && within(other) {
                    Err(Problem::of_row(FieldCode::Row(RowProblem::TwoUsers)))
                } else if within(user) {
                    taken(Field::Login, Taken::Login)
                } else {
                    taken(Field::Email, Taken::Email)
                }
            }
            (Some(user), _) if within(user) => Ok(Some(user)),
            (Some(_), _) => taken(Field::Email, Taken::Email),
            (None, Some(user)) if !within(user) => taken(Field::Login, Taken::Login),
            (None, Some(user)) if email.is_empty() || self.replaces_addresses() => Ok(Some(user)),
            (None, Some(_)) => taken(Field::Login, Taken::Login),
        }
    }

    fn replaces_addresses(&self) -> bool {
        self.planner.choices.existing == domain::imports::stored::ExistingRows::Update
    }

    /// The branch that the row names.
    fn branch(&self, said: &Said<'_>) -> Result<Option<BranchId>, Problem> {
        let name = &said.line.branch;
        if name.is_empty() {
            return Ok(None);
        }
        let unknown = || FieldCode::Row(RowProblem::UnknownBranch(name.clone()));
        let found = self.joinable.branches.get(&names::key(name)).copied();
        found
            .map(Some)
            .ok_or_else(|| Problem::at(Field::Branch, unknown()))
    }
}
