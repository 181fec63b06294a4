//! Rows of users who exist.
use super::{Page, found::FoundUser, said::Said};
use crate::{
    base::{entities::user::full_name, search_text::case_fold},
    imports::{
        planning::{Change, RowEffect, RowPlan, UserUpdate, planner::problems_of, yes_or_no},
        sealing::Problem,
    },
};
use domain::{
    field_error::FieldCode,
    ids::BranchId,
    imports::{
        columns::Field,
        problems::RowProblem,
        stored::{ExistingRows, RowVerdict},
        words,
    },
    messages::imports,
    users::{UserForm, UserInfo, UserState},
};

impl Page<'_> {
    pub(super) fn update(&self, said: &Said<'_>, user: &FoundUser) -> RowPlan {
        let name = full_name(&user.first_name, &user.last_name);
        let mut plan = RowPlan::new(RowVerdict::Unchanged, name);
        plan.details = format!("{} · {}", user.login, user.email);
        plan.user = Some(user.id);
        plan.keys = vec![user.login_folded.clone(), user.email_folded.clone()];
        // A further row of a user whom an earlier row has added.
        let was_added = said.row.verdict == Some(RowVerdict::Updated);
        if self.planner.choices.existing == ExistingRows::Leave && !was_added {
            return plan;
        }
        match self.updated(said, user) {
            Ok((update, changes)) => {
                let joins = !update.joins.is_empty();
                if keeps_login_of_address(user, &update) {
                    let stays = imports::login_stays(&user.login);
                    plan.details = format!("{} · {stays}", plan.details);
                }
                if joins || !changes.is_empty() {
                    plan.verdict = RowVerdict::Updated;
                    plan.ends_super_admin = self.ends_super_admin(user, &update);
                    plan.keys.extend(said.names());
                    plan.effect = RowEffect::UpdateUser(Box::new(update));
                }
                plan.changes = changes;
                if joins {
                    plan.changes.extend(said.joined());
                }
            }
            Err(problems) => {
                plan.verdict = RowVerdict::LeftOut;
                plan.problems = problems;
                plan.keys = Vec::new();
            }
        }
        plan
    }

    fn updated(
        &self,
        said: &Said<'_>,
        user: &FoundUser,
    ) -> Result<(UserUpdate, Vec<Change>), Vec<Problem>> {
        let problem = |problem| vec![Problem::of_row(FieldCode::Row(problem))];
        if user.state != UserState::Registered {
            return Err(problem(RowProblem::Pending));
        }
        if !self.planner.may_edit(user.user_type_id) {
            return Err(problem(RowProblem::MorePermissions));
        }
        let mut changes = Vec::new();
        let (mut info, mut active) = (None, None);
        if self.planner.choices.existing == ExistingRows::Update {
            info = self.info(said, user, &mut changes)?;
            active = Self::active(said, user, &mut changes);
        }
        let ends_own = active == Some(false)
            || info
                .as_ref()
                .is_some_and(|info| info.user_type != user.user_type_id);
        if ends_own && self.planner.importer.is_self(user.id) {
            return Err(problem(RowProblem::OwnAccount));
        }
        let branch = self
            .new_branch(said, user, &mut changes)
            .map_err(|one| vec![one])?;
        let joins = self
            .joinable
            .of(said, Some(user), branch.or(user.branch_id))?;
        let update = UserUpdate {
            user: user.id,
            info,
            active,
            branch,
            old_branch: user.branch_id,
            joins,
        };
        Ok((update, changes))
    }

    /// Returns the user's fields with what the row says, if that changes one; notes what changes.
    fn info(
        &self,
        said: &Said<'_>,
        user: &FoundUser,
        changes: &mut Vec<Change>,
    ) -> Result<Option<UserInfo>, Vec<Problem>> {
        let line = &said.line;
        let or = |new: &str, old: &str| if new.is_empty() { old } else { new }.to_owned();
        let (mut first, mut last) = (
            or(&line.first_name, &user.first_name),
            or(&line.last_name, &user.last_name),
        );
        // The same full name, split elsewhere, is no change.
        let words = |first: &str, last: &str| case_fold(&full_name(first, last));
        if line.is_split && words(&first, &last) == words(&user.first_name, &user.last_name) {
            (first, last) = (user.first_name.clone(), user.last_name.clone());
        }
        let user_type = match line.user_type.as_str() {
            "" => user.user_type_id,
            named => match words::user_type(named, &self.planner.grantable) {
                Some(found) => found.id,
                None => {
                    let code = FieldCode::UnknownUserType(named.to_owned());
                    return Err(vec![Problem::at(Field::UserType, code)]);
                }
            },
        };
        let form = UserForm {
            first_name: first,
            last_name: last,
            email: or(&line.email, &user.email),
            login: or(&line.login, &user.login),
            user_type: user_type.to_string(),
            password: String::new(),
            address_login: String::new(),
        };
        let (info, _) = form.validate().map_err(|errors| problems_of(&errors))?;
        let before = changes.len();
        self.note_changes(user, &info, changes);
        Ok((changes.len() > before).then_some(info))
    }

    fn note_changes(&self, user: &FoundUser, info: &UserInfo, changes: &mut Vec<Change>) {
        let types = (
            self.planner.type_name(user.user_type_id),
            self.planner.type_name(info.user_type),
        );
        for (field, before, after) in [
            (
                Field::FirstName,
                user.first_name.as_str(),
                info.first_name.as_str(),
            ),
            (
                Field::LastName,
                user.last_name.as_str(),
                info.last_name.as_str(),
            ),
            (Field::Login, user.login.as_str(), info.login.as_str()),
            (Field::Email, user.email.as_str(), info.email.as_str()),
            (Field::UserType, types.0, types.1),
        ] {
            if before != after {
                changes.push(change(field, before, after));
            }
        }
    }

    fn active(said: &Said<'_>, user: &FoundUser, changes: &mut Vec<Change>) -> Option<bool> {
        let active = said.line.active.filter(|active| *active != user.active)?;
        let (before, after) = (yes_or_no(user.active), yes_or_no(active));
        changes.push(change(Field::Active, before, after));
        Some(active)
    }

    fn new_branch(
        &self,
        said: &Said<'_>,
        user: &FoundUser,
        changes: &mut Vec<Change>,
    ) -> Result<Option<BranchId>, Problem> {
        let named = self.branch(said)?;
        let Some(branch) = named.filter(|named| Some(*named) != user.branch_id) else {
            return Ok(None);
        };
        if !self.planner.may_move() {
            let code = FieldCode::Row(RowProblem::OtherBranch);
            return Err(Problem::at(Field::Branch, code));
        }
        changes.push(change(
            Field::Branch,
            self.found.branch_name(user),
            &said.line.branch,
        ));
        Ok(Some(branch))
    }

    /// Whether an active SuperAdmin of the whole portal would no longer be one.
    fn ends_super_admin(&self, user: &FoundUser, update: &UserUpdate) -> bool {
        let super_admin = self.planner.super_admin;
        let is_one = user.user_type_id == super_admin && user.active && user.branch_id.is_none();
        let stays = update
            .info
            .as_ref()
            .is_none_or(|info| info.user_type == super_admin)
            && update.active != Some(false)
            && update.branch.is_none();
        is_one && !stays
    }
}

/// Whether the address changes, and the login is the old one.
fn keeps_login_of_address(user: &FoundUser, update: &UserUpdate) -> bool {
    let is_folded = |text: &str, folded: &str| case_fold(text) == folded;
    update.info.as_ref().is_some_and(|info| {
        user.login_folded == user.email_folded
            && is_folded(info.login.as_str(), &user.login_folded)
            && !is_folded(info.email.as_str(), &user.email_folded)
    })
}

fn change(field: Field, before: &str, after: &str) -> Change {
    Change {
        field,
        before: before.to_owned(),
        after: after.to_owned(),
    }
}
