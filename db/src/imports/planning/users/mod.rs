//! Rows of a list of users.
mod additions;
mod found;
mod joins;
mod said;
mod unknown;
mod updates;

pub(in crate::imports) use found::lock_found;

use super::{
    names,
    plan::{OpenRow, RowPlan},
    planner::{Planner, open_quote},
};
use crate::{Error, imports::sealing::Problem};
use domain::{
    field_error::{FieldCode, Taken},
    ids::BranchId,
    imports::{columns::Field, problems::RowProblem, users::line},
    user_imports::UserImportLine,
};
use found::{Found, FoundUser};
use joins::Joinable;
use said::Said;
use sea_orm::ConnectionTrait;

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
    Ok(said.into_iter().map(|said| page.plan_known(said)).collect())
}

/// What was looked up for a page of rows.
struct Page<'a> {
    planner: &'a Planner,
    found: Found,
    joinable: Joinable,
}

impl Page<'_> {
    fn plan_known(&self, mut said: Said<'_>) -> RowPlan {
        self.joinable.part_names(&mut said);
        let unknown = self.take_unknown(&mut said);
        let mut plan = self.plan(&said);
        plan.note(unknown);
        plan
    }

    fn plan(&self, said: &Said<'_>) -> RowPlan {
        if said.row.open_quote {
            return said.left_out(open_quote());
        }
        if let Some((field, problem)) = &said.line.problem {
            return said.left_out(Problem::at(*field, problem.clone()));
        }
        let mut plan = match self.existing(said) {
            Ok(None) => self.add(said),
            Ok(Some(user)) => self.update(said, user),
            Err(problem) => said.left_out(problem),
        };
        let mut line = UserImportLine {
            line: 0,
            active: Some(said.line.active.unwrap_or(true)),
            ..said.line.clone()
        };
        plan.content = format!("{line:?}");
        (line.groups, line.courses) = (Vec::new(), Vec::new());
        plan.person = Some(format!("{line:?}"));
        plan
    }

    /// Returns the user whom the row means: the one with its address; or with its login, if the
    /// list replaces addresses.
    fn existing(&self, said: &Said<'_>) -> Result<Option<&FoundUser>, Problem> {
        let [login, email] = said.names();
        let by_text = self.found.named(&email).filter(|_| !email.is_empty());
        let by_email = by_text.filter(|user| user.email_folded == email);
        // An address may be the login of someone who has another address.
        let by_login = self.found.named(&login);
        let by_login = by_login.or(by_text.filter(|_| by_email.is_none()));
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
        names::branch(&self.joinable.branches, &said.line.branch)
    }
}
