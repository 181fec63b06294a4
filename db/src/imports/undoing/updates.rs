//! Fields of users that an import changed: each gets the value it had, where it still has the import's.
use super::{
    done::{Done, Left},
    people::{SuperAdmins, Users},
};
use crate::{
    AuditContext, Error, Txn,
    administration::user_moves::move_locked,
    base::{
        activity::{self, ActivitySubject},
        entities::user,
        search_text::case_fold,
    },
    enrolments::ChangeStamp,
    imports::planning::Change,
    users::{name, names_taken, replace_all, set_active_of},
};
use domain::{
    activity::Activity,
    ids::UserId,
    imports::{columns::Field, problems::RowProblem, stored::RowVerdict},
    users::{UserForm, UserInfo},
};
use sea_orm::EntityTrait;
use std::collections::HashSet;

/// What a user gets back.
#[derive(Default)]
struct Back {
    infos: Vec<(UserId, UserInfo)>,
    activated: Vec<UserId>,
    deactivated: Vec<UserId>,
}

pub(super) async fn take_back(
    txn: &Txn,
    audit: &AuditContext,
    done: &[Done],
    users: &Users,
    super_admins: &mut SuperAdmins,
    left: &mut Left,
) -> Result<(), Error> {
    let updated: Vec<(&Done, &user::Model)> = done
        .iter()
        .filter(|one| one.row.verdict == Some(RowVerdict::Updated))
        .filter_map(|one| Some((one, users.get(&one.row.user_id?)?)))
        .collect();
    let taken = taken(txn, &updated).await?;
    let mut back = Back::default();
    for (one, user) in &updated {
        let result = back.add(one, user, &taken, super_admins);
        if let Err(problem) = result {
            left.insert(one.row.place, problem);
        }
    }
    back.save(txn, audit).await?;
    for (one, user) in updated {
        move_back(txn, audit, one, user, left).await?;
    }
    Ok(())
}

/// Returns which logins and addresses of before someone else has now.
async fn taken(txn: &Txn, updated: &[(&Done, &user::Model)]) -> Result<HashSet<String>, Error> {
    let mut before = Vec::new();
    for (one, user) in updated {
        let changes = one.traces.changes.iter();
        let names = changes.filter(|change| matches!(change.field, Field::Login | Field::Email));
        let names = names.map(|change| case_fold(&change.before));
        // What the user has in the other field is theirs.
        before
            .extend(names.filter(|name| *name != user.login_folded && *name != user.email_folded));
    }
    names_taken(txn, &before).await
}

/// The fields of a user that an undo changes.
struct Fields {
    form: UserForm,
    changed: bool,
    active: Option<bool>,
    problem: Option<RowProblem>,
}

impl Fields {
    fn of(user: &user::Model) -> Self {
        Self {
            form: UserForm {
                first_name: user.first_name.clone(),
                last_name: user.last_name.clone(),
                login: user.login.clone(),
                email: user.email.clone(),
                user_type: user.user_type_id.to_string(),
                password: String::new(),
                address_login: String::new(),
            },
            changed: false,
            active: None,
            problem: None,
        }
    }

    /// Takes back a change, where the value is still the import's.
    fn take_back(&mut self, change: &Change, taken: &HashSet<String>) {
        let field = match change.field {
            Field::FirstName => &mut self.form.first_name,
            Field::LastName => &mut self.form.last_name,
            Field::Login => &mut self.form.login,
            Field::Email => &mut self.form.email,
            Field::Active => {
                self.active = Some(change.before == "yes");
                return;
            }
            _ => return,
        };
        if *field != change.after {
            self.problem = Some(RowProblem::EditedSince);
        } else if taken.contains(&case_fold(&change.before)) {
            self.problem = Some(RowProblem::TakenSince);
        } else {
            field.clone_from(&change.before);
            self.changed = true;
        }
    }
}

impl Back {
    fn add(
        &mut self,
        one: &Done,
        user: &user::Model,
        taken: &HashSet<String>,
        super_admins: &mut SuperAdmins,
    ) -> Result<(), RowProblem> {
        let mut fields = Fields::of(user);
        for change in &one.traces.changes {
            fields.take_back(change, taken);
        }
        let types = one.traces.types;
        let types = types.filter(|(_, new)| *new == user.user_type_id);
        let active = fields.active.filter(|active| *active != user.active);
        if (types.is_some() || active == Some(false)) && !super_admins.spare(user) {
            return Err(RowProblem::LastSuperAdmin);
        }
        if let Some((old, _)) = types {
            fields.form.user_type = old.to_string();
            fields.changed = true;
        }
        match active {
            Some(true) => self.activated.push(user.id),
            Some(false) => self.deactivated.push(user.id),
            None => {}
        }
        if fields.changed
            && let Ok((info, _)) = fields.form.validate()
        {
            self.infos.push((user.id, info));
        }
        fields.problem.map_or(Ok(()), Err)
    }

    async fn save(self, txn: &Txn, audit: &AuditContext) -> Result<(), Error> {
        replace_all(txn, &self.infos).await?;
        set_active_of(txn, &self.activated, true).await?;
        set_active_of(txn, &self.deactivated, false).await?;
        let lines = self.infos.iter().map(|(user, info)| {
            let edited = Activity::UserEdited {
                user: name(info),
                new_password: false,
            };
            (ActivitySubject::user(*user), edited)
        });
        activity::log_many(txn, audit, lines).await?;
        for user in self.activated.iter().chain(&self.deactivated) {
            txn.publish(domain::events::ChangeEvent::User(*user));
        }
        Ok(())
    }
}

async fn move_back(
    txn: &Txn,
    audit: &AuditContext,
    one: &Done,
    user: &user::Model,
    left: &mut Left,
) -> Result<(), Error> {
    let Some((old, new)) = one.traces.branches else {
        return Ok(());
    };
    if user.branch_id != Some(new) {
        left.insert(one.row.place, RowProblem::EditedSince);
        return Ok(());
    }
    // Its version rose a moment ago.
    let row = user::Entity::find_by_id(user.id).one(txn).await?;
    let (row, stamp) = (row.ok_or(Error::NotFound)?, ChangeStamp::at(audit.at));
    move_locked(txn, audit, row, old, stamp).await
}
