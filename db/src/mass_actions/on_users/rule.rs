//! What an action on users does with each of them: one rule for its preview and its steps.
use crate::{
    Error, Txn,
    base::{entities::mass_action, sql::Sql},
    mass_actions::{
        pace::STEP,
        rights::Rights,
        verdicts::{CHANGE, UNCHANGED},
    },
};
use domain::{
    ids::{BranchId, MassActionId, UserId},
    mass_actions::{MassActionKind, SkipReason},
};
use sea_orm::{EntityTrait, FromQueryResult};
use std::collections::HashMap;

/// Moves of users take many statements each, so a step has fewer.
const MOVED: u64 = 50;

/// What is done with a user.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Verdict {
    Change,
    Unchanged,
    Skip(SkipReason),
}

impl Verdict {
    pub(super) fn from_code(code: &str) -> Result<Self, Error> {
        match code {
            CHANGE => Ok(Self::Change),
            UNCHANGED => Ok(Self::Unchanged),
            code => SkipReason::from_code(code)
                .map(Self::Skip)
                .ok_or(Error::InvalidData("verdict")),
        }
    }
}

/// What is asked, and whose rights count.
pub(super) struct Rule<'a> {
    /// What happens: an undo of a deactivation activates.
    pub kind: MassActionKind,
    /// Where users are moved; for an undo, where they had been moved.
    pub to: Option<BranchId>,
    pub undoes: Option<MassActionId>,
    pub rights: &'a Rights,
}

#[derive(FromQueryResult)]
struct Decision {
    id: UserId,
    verdict: String,
}

impl<'a> Rule<'a> {
    pub(super) async fn of(
        txn: &Txn,
        row: &mass_action::Model,
        rights: &'a Rights,
    ) -> Result<Self, Error> {
        let kind = match row.undoes {
            None => row.kind,
            Some(original) => {
                let original = mass_action::Entity::find_by_id(original).one(txn).await?;
                match original.ok_or(Error::NotFound)?.kind {
                    MassActionKind::ActivateUsers => MassActionKind::DeactivateUsers,
                    MassActionKind::DeactivateUsers => MassActionKind::ActivateUsers,
                    kind => kind,
                }
            }
        };
        Ok(Self {
            kind,
            to: row.target_branch_id,
            undoes: row.undoes,
            rights,
        })
    }

    pub(super) const fn most(&self) -> u64 {
        match self.kind {
            MassActionKind::MoveUsers => MOVED,
            _ => STEP,
        }
    }

    /// Whether users whom it changes are no longer active in the main portal.
    pub(super) const fn ends_super_admins(&self) -> bool {
        matches!(
            self.kind,
            MassActionKind::DeactivateUsers
                | MassActionKind::MoveUsers
                | MassActionKind::DeleteUsers
        )
    }

    /// Adds the verdict on a user `u`: [`CHANGE`], [`UNCHANGED`] or the code of a [`SkipReason`].
    pub(super) fn verdict(&self, sql: Sql) -> Sql {
        let sql = self
            .changes(sql.text("CASE WHEN NOT ("))
            .text(&format!(") THEN '{UNCHANGED}'"));
        let sql = if self.ends_super_admins() {
            sql.text(" WHEN u.id IN ")
                .ids(&self.rights.initiator.own_accounts())
                .text(&then(SkipReason::OwnAccount))
        } else {
            sql
        };
        let sql = sql
            .text(" WHEN u.user_type_id IN ")
            .ids(&self.rights.beyond)
            .text(&then(SkipReason::MorePermissions));
        let sql = self.without_branch(sql);
        let (pending, inactive) = (then(SkipReason::Pending), then(SkipReason::Inactive));
        let activates = matches!(
            self.kind,
            MassActionKind::ActivateUsers | MassActionKind::InviteUsers
        );
        sql.when(
            activates,
            &format!(" WHEN u.state <> 'settled'{pending}"),
            [],
        )
        .when(
            self.kind == MassActionKind::InviteUsers,
            &format!(" WHEN NOT u.active{inactive}"),
            [],
        )
        .text(&format!(" ELSE '{CHANGE}' END"))
    }

    /// Adds that an undo skips users whose branch was deleted.
    fn without_branch(&self, sql: Sql) -> Sql {
        let Some(original) = self
            .undoes
            .filter(|_| self.kind == MassActionKind::MoveUsers)
        else {
            return sql;
        };
        sql.add(
            &format!(
                " WHEN EXISTS (SELECT 1 FROM mass_action_items i WHERE i.mass_action_id = ? \
                 AND i.user_id = u.id AND i.branch_id IS NOT NULL \
                 AND NOT EXISTS (SELECT 1 FROM branches b WHERE b.id = i.branch_id)){}",
                then(SkipReason::NoBranch)
            ),
            [original.into()],
        )
    }

    /// Adds whether it would change a user `u`.
    fn changes(&self, sql: Sql) -> Sql {
        let branch = self.to.unwrap_or(BranchId(0));
        match self.kind {
            MassActionKind::ActivateUsers => sql.text("NOT u.active"),
            MassActionKind::DeactivateUsers => sql.text("u.active"),
            MassActionKind::InviteUsers => sql.text("u.password_hash IS NULL"),
            MassActionKind::MoveUsers if self.undoes.is_some() => {
                sql.add("coalesce(u.branch_id, 0) = ?", [branch.into()])
            }
            MassActionKind::MoveUsers => sql.add("coalesce(u.branch_id, 0) <> ?", [branch.into()]),
            _ => sql.text("TRUE"),
        }
    }

    pub(super) async fn verdicts(
        &self,
        txn: &Txn,
        ids: &[UserId],
    ) -> Result<HashMap<UserId, Verdict>, Error> {
        let found: Vec<Decision> = self
            .verdict(Sql::new(txn).text("SELECT u.id, "))
            .text(" AS verdict FROM users u WHERE u.id IN ")
            .ids(ids)
            .all(txn)
            .await?;
        found
            .into_iter()
            .map(|one| Ok((one.id, Verdict::from_code(&one.verdict)?)))
            .collect()
    }
}

fn then(reason: SkipReason) -> String {
    format!(" THEN '{}'", reason.code())
}
