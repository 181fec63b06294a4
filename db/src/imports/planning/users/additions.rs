//! Rows that add a user.
use super::{Page, said::Said};
use crate::{
    access::passwords::AcceptedPassword,
    imports::{
        planning::{RowEffect, RowPlan, UserAddition, planner::problems_of},
        sealing::Problem,
    },
};
use domain::{
    imports::{columns::Field, stored::RowVerdict},
    users::{NewUser, Password},
};

impl Page<'_> {
    pub(super) fn add(&self, said: &Said<'_>) -> RowPlan {
        match self.addition(said) {
            Ok(addition) => {
                let mut plan = RowPlan::new(RowVerdict::Added, said.title());
                plan.details = self.details(said, &addition.user);
                plan.keys = said.names().to_vec();
                plan.changes = said.joined();
                plan.effect = RowEffect::AddUser(Box::new(addition));
                plan
            }
            Err(problems) => RowPlan {
                details: said.line.email.clone(),
                ..RowPlan::left_out(said.title(), problems)
            },
        }
    }

    fn addition(&self, said: &Said<'_>) -> Result<UserAddition, Vec<Problem>> {
        let planner = self.planner;
        let mut problems = Vec::new();
        let user = said.line.parse(&planner.grantable);
        let user = user
            .map_err(|errors| problems.extend(problems_of(&errors)))
            .ok();
        let password = self.password(said);
        let password = password.map_err(|problem| problems.push(problem)).ok();
        let branch = self
            .branch(said)
            .map_err(|problem| problems.push(problem))
            .ok();
        let branch = branch.map(|named| named.or(planner.default_branch()));
        let joins = branch.map(|branch| self.joinable.of(said, None, branch));
        let joins = joins.and_then(|joins| joins.map_err(|more| problems.extend(more)).ok());
        match (user, password, branch, joins) {
            (Some(user), Some(password), Some(branch), Some(joins)) => Ok(UserAddition {
                user,
                branch,
                password,
                joins,
            }),
            _ => Err(problems),
        }
    }

    fn password(&self, said: &Said<'_>) -> Result<Option<AcceptedPassword>, Problem> {
        let [login, email] = said.names();
        let line = &said.line;
        if line.password.is_empty() {
            return Ok(None);
        }
        let words = [
            &*login,
            &email,
            &line.first_name,
            &line.last_name,
            &self.planner.portal,
        ];
        let accepted = Password::parse(&line.password, &login)
            .and_then(|password| AcceptedPassword::check(password, &words));
        accepted
            .map(Some)
            .map_err(|code| Problem::at(Field::Password, code))
    }

    /// The login if it is not the address, the address, the user type, and what else is not usual.
    fn details(&self, said: &Said<'_>, user: &NewUser) -> String {
        let NewUser { info, active } = user;
        let (login, email) = (info.login.as_str(), info.email.as_str());
        let mut parts = Vec::new();
        if login != email {
            parts.push(login.to_owned());
        }
        parts.push(email.to_owned());
        parts.push(self.planner.type_name(info.user_type).to_owned());
        if !active {
            parts.push("inactive".to_owned());
        }
        let branch = self.planner.shown_branch(&said.line.branch);
        parts.push(branch.to_owned());
        parts.push(said.line.groups.join(", "));
        parts.push(said.line.courses.join(", "));
        parts.retain(|part| !part.is_empty());
        parts.join(" · ")
    }
}
