//! Passwords of a list: hashed before the step that uses them, and forgotten with it.
use super::work::{PROCESS, Work};
use crate::{
    Db, Error, Txn,
    access::passwords,
    base::entities::{import, import_row},
    imports::{
        leases::{claim, renewing},
        pace::HASHED,
        pages::{self, opened_all},
        planning::{Planner, RowEffect, plan},
    },
};
use domain::imports::{
    columns::Field,
    stored::{ImportState, PasswordSource},
};
use std::collections::HashMap;

/// Hashes the passwords of the next rows, two at a time: the third desk is for those who sign in.
pub(super) async fn hash_next(
    db: &Db,
    planner: &Planner,
    row: &import::Model,
) -> Result<HashMap<i64, String>, Error> {
    let uses = planner.choices.passwords == PasswordSource::Column;
    if !uses || !planner.columns().has(Field::Password) {
        return Ok(HashMap::new());
    }
    claim(db, row.id, ImportState::Running, *PROCESS).await?;
    renewing(db, row.id, *PROCESS, hash_rows(db, planner, row)).await
}

async fn hash_rows(
    db: &Db,
    planner: &Planner,
    row: &import::Model,
) -> Result<HashMap<i64, String>, Error> {
    let mut hashes = HashMap::new();
    let rows = pages::next(db.read(), row.id, row.reached, HASHED).await?;
    let rows = opened_all(db.secrets(), &rows)?;
    let plans = plan(planner, db.read(), &rows).await?;
    let mut passwords = rows
        .iter()
        .zip(plans)
        .filter_map(|(row, plan)| match plan.effect {
            RowEffect::AddUser(addition) => addition.password.map(|password| (row.place, password)),
            _ => None,
        });
    while let Some((place, password)) = passwords.next() {
        if let Some((second, other)) = passwords.next() {
            let (one, two) = tokio::try_join!(passwords::hash(password), passwords::hash(other))?;
            hashes.insert(place, one);
            hashes.insert(second, two);
        } else {
            hashes.insert(place, passwords::hash(password).await?);
        }
    }
    Ok(hashes)
}

/// Empties the cells of passwords that were used.
pub(super) async fn forget_passwords(
    db: &Db,
    txn: &Txn,
    work: &Work,
    rows: &[import_row::Model],
) -> Result<(), Error> {
    let columns = work.planner.columns();
    let places: Vec<usize> = (0..columns.0.len())
        .filter(|place| columns.0.get(*place).is_some_and(|one| one.is_secret()))
        .collect();
    if places.is_empty() {
        return Ok(());
    }
    pages::blank(txn, db.secrets(), rows, &places).await
}
