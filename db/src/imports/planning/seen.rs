//! What earlier rows of a list have said.
use super::plan::{RowEffect, RowPlan};
use crate::{Error, base::entities::user};
use domain::{
    field_error::FieldCode,
    ids::UserTypeId,
    imports::{
        problems::RowProblem,
        stored::{ImportKind, RowVerdict},
    },
};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, PaginatorTrait, QueryFilter};
use std::{
    collections::HashMap,
    hash::{DefaultHasher, Hash, Hasher},
};

/// The rows before, as hashes: a list may have 200,000.
#[derive(Default)]
pub(in crate::imports) struct Seen {
    names: HashMap<u64, u64>,
    /// How many SuperAdmins the rows before would end.
    ended: i64,
}

fn hash(text: &str) -> u64 {
    let mut hasher = DefaultHasher::new();
    text.hash(&mut hasher);
    hasher.finish()
}

impl Seen {
    /// Leaves out rows that have what an earlier row has. One that says the same changes nothing.
    pub(in crate::imports) fn check(&mut self, kind: ImportKind, plan: &mut RowPlan) {
        if plan.verdict == RowVerdict::LeftOut || plan.keys.is_empty() {
            return;
        }
        let content = hash(&plan.content);
        let keys: Vec<u64> = plan.keys.iter().map(|key| hash(key)).collect();
        let before = keys.iter().find_map(|key| self.names.get(key).copied());
        match before {
            None => self
                .names
                .extend(keys.into_iter().map(|key| (key, content))),
            Some(same) if same == content => {
                plan.verdict = RowVerdict::Unchanged;
                plan.changes = Vec::new();
                plan.effect = RowEffect::None;
                plan.ends_super_admin = false;
            }
            Some(_) => plan.refuse(repeated(kind)),
        }
    }

    /// Leaves out rows that would end the last active SuperAdmin of the whole portal.
    pub(in crate::imports) async fn keep_a_super_admin(
        &mut self,
        conn: &impl ConnectionTrait,
        super_admin: UserTypeId,
        plans: &mut [RowPlan],
    ) -> Result<(), Error> {
        if !plans.iter().any(|plan| plan.ends_super_admin) {
            return Ok(());
        }
        let all = user::Entity::find()
            .filter(user::Column::UserTypeId.eq(super_admin))
            .filter(user::Column::Active.eq(true))
            .filter(user::Column::BranchId.is_null())
            .count(conn)
            .await?;
        let all = i64::try_from(all).unwrap_or(i64::MAX);
        for plan in plans.iter_mut().filter(|plan| plan.ends_super_admin) {
            if all - self.ended <= 1 {
                plan.refuse(FieldCode::Row(RowProblem::LastSuperAdmin));
            } else {
                self.ended += 1;
            }
        }
        Ok(())
    }
}

/// Why a row is left out that has what an earlier one has.
pub(in crate::imports) const fn repeated(kind: ImportKind) -> FieldCode {
    match kind {
        ImportKind::Groups => FieldCode::Row(RowProblem::RepeatedGroup),
        _ => FieldCode::RepeatedUser,
    }
}
