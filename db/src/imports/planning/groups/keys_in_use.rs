//! Group keys of a list that are in use.
use crate::{
    Error,
    base::{entities::group_key, secrets::Secrets},
    imports::{
        planning::{RowEffect, RowPlan},
        sealing::Problem,
    },
};
use domain::{
    field_error::{FieldCode, Taken},
    groups::NewKey,
    ids::GroupId,
    imports::{columns::Field, stored::RowVerdict},
};
use sea_orm::{
    ColumnTrait, ConnectionTrait, EntityTrait, FromQueryResult, QueryFilter, QuerySelect,
};
use std::collections::HashMap;

#[derive(FromQueryResult)]
struct KeyOfGroup {
    lookup: String,
    group_id: GroupId,
}

/// Leaves out groups whose key is in use. A group that has the key already gets no other.
pub(super) async fn keys_in_use(
    conn: &impl ConnectionTrait,
    secrets: &Secrets,
    plans: &mut [RowPlan],
) -> Result<(), Error> {
    let lookup = |key: &NewKey| secrets.lookup(&key.key.folded());
    let lookups: Vec<String> = plans.iter().filter_map(new_key).map(lookup).collect();
    if lookups.is_empty() {
        return Ok(());
    }
    let live: Vec<KeyOfGroup> = group_key::Entity::find()
        .select_only()
        .columns([group_key::Column::Lookup, group_key::Column::GroupId])
        .filter(group_key::Column::RetiredAt.is_null())
        .filter(group_key::Column::Lookup.is_in(lookups))
        .into_model()
        .all(conn)
        .await?;
    let live: HashMap<String, GroupId> = live
        .into_iter()
        .map(|key| (key.lookup, key.group_id))
        .collect();
    for plan in plans.iter_mut() {
        let Some(owner) = new_key(plan).and_then(|key| live.get(&lookup(key)).copied()) else {
            continue;
        };
        match &mut plan.effect {
            RowEffect::UpdateGroup(update) if update.group == owner => {
                update.key = None;
                plan.changes.retain(|change| change.field != Field::Key);
                if plan.changes.is_empty() {
                    plan.verdict = RowVerdict::Unchanged;
                    plan.effect = RowEffect::None;
                }
            }
            _ => {
                plan.refuse(FieldCode::Taken(Taken::Key));
                plan.problems = vec![Problem::at(Field::Key, FieldCode::Taken(Taken::Key))];
            }
        }
    }
    Ok(())
}

fn new_key(plan: &RowPlan) -> Option<&NewKey> {
    match &plan.effect {
        RowEffect::AddGroup(addition) => addition.key.as_ref(),
        RowEffect::UpdateGroup(update) => update.key.as_ref(),
        _ => None,
    }
}
