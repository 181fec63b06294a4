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

impl Back {
    fn add(
        &mut self,
        one: &Done,
        user: &user::Model,
        taken: &HashSet<String>,
        super_admins: &mut SuperAdmins,
    ) -> Result<(), RowProblem> {
        let mut form = UserForm {
            first_name: user.first_name.clone(),
            last_name: user.last_name.clone(),
            login: user.login.clone(),
            email: user.email.clone(),
            user_type: user.user_type_id.to_string(),
            password: String::new(),
        };
        let (mut changed, mut problem, mut active) = (false, None, None);
        for change in &one.traces.changes {
            let field = match change.field {
                Field::FirstName => &mut form.first_name,
                Field::LastName => &mut form.last_name,
                Field::Login => &mut form.login,
                Field::Email => &mut form.email,
                Field::Active => {
                    active = Some(change.before == "yes");
                    continue;
                }
                _ => continue,
            };
            if *field != change.after {
                problem = Some(RowProblem::EditedSince);
            } else if taken.contains(&case_fold(&change.before)) {
                problem = Some(RowProblem::TakenSince);
            } else {
                field.clone_from(&change.before);
                changed = true;
            }
        }
        let types = one
            .traces
            .types
            .filter(|(_, new)| *new == user.user_type_id);
        let deactivates = active == Some(false) && user.active;
        if (types.is_some() || deactivates) && !super_admins.spare(user) {
            return Err(RowProblem::LastSuperAdmin);
        }
        if let Some((old, _)) = types {
            form.user_type = old.to_string();
            changed = true;
        }
        match active {
            Some(true) if !user.active => self.activated.push(user.id),
            Some(false) if user.active => self.deactivated.push(user.id),
            _ => {}
        }
        if changed && let Ok((info, _)) = form.validate() {
            self.infos.push((user.id, info));
        }
        problem.map_or(Ok(()), Err)
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
    move_locked(txn, audit, row.ok_or(Error::NotFound)?, old).await
}
