//! What the importer changes before the import is applied: columns, choices, reading, and single rows.
use super::{
    receiving::to_json,
    rights::Importer,
    sealing::{StoredList, open, seal},
    states::{clear_counts, find, lock_in, restart, save_and_commit},
};
use crate::{
    Db, Error, Txn,
    base::entities::{import, import_row},
};
use domain::{
    ids::ImportId,
    imports::{
        columns::Field,
        stored::{ImportChoices, ImportState, PasswordSource, ReadingOptions},
    },
};
use sea_orm::{ActiveModelTrait, ActiveValue::Set, EntityTrait, QuerySelect};

/// Uses each column for this field, or not at all; the caller then has all rows checked again. A
/// column about passwords is used for nothing else.
///
/// # Errors
/// [`Error::NotFound`]; [`Error::Conflict`] if the list is being worked on, or was applied.
pub async fn set_columns(db: &Db, import: ImportId, fields: &[Option<Field>]) -> Result<(), Error> {
    let txn = db.write().await?;
    let row = lock_in(&txn, import, &[ImportState::Checked]).await?;
    let mut list = row.stored_list(db.secrets())?;
    list.columns = list.columns.with(fields);
    let mut row: import::ActiveModel = row.into();
    row.list = Set(Some(seal(db.secrets(), &list)?));
    check_again(txn, row).await
}

/// Keeps what the importer chose; the caller then has all rows checked again. Passwords of the list
/// are not used while the importer acts as another user, and no one is invited where the portal
/// sends no e-mail.
///
/// # Errors
/// As for [`set_columns`].
pub async fn set_choices(db: &Db, import: ImportId, choices: &ImportChoices) -> Result<(), Error> {
    let importer = Importer::of(db, &find(db.read(), import).await?).await?;
    let txn = db.write().await?;
    let row = lock_in(&txn, import, &[ImportState::Checked]).await?;
    let mut choices = choices.clone();
    choices.passwords = match choices.passwords {
        PasswordSource::Column if importer.is_acting() => PasswordSource::None,
        PasswordSource::Invitation if row.mail_base_url.is_none() => PasswordSource::None,
        source => source,
    };
    let list = row.stored_list(db.secrets())?;
    let mut row: import::ActiveModel = row.into();
    if choices.passwords == PasswordSource::Column {
        let columns = list.columns.clone().with_passwords();
        let list = StoredList { columns, ..list };
        row.list = Set(Some(seal(db.secrets(), &list)?));
    }
    row.choices = Set(to_json(&choices)?);
    check_again(txn, row).await
}

/// Keeps how the list is to be read; the caller then has it read again. Rows that were corrected are
/// read from the list as it was uploaded.
///
/// # Errors
/// As for [`set_columns`]; a list that could not be read can be read again.
pub async fn set_reading(db: &Db, import: ImportId, options: &ReadingOptions) -> Result<(), Error> {
    let sealed = seal(db.secrets(), options)?;
    let txn = db.write().await?;
    let open = [ImportState::Checked, ImportState::Refused];
    let row = lock_in(&txn, import, &open).await?;
    let mut row: import::ActiveModel = row.into();
    row.reading = Set(Some(sealed));
    restart(&mut row, ImportState::Reading);
    save_and_commit(txn, row).await
}

/// Replaces the cells of a row; the caller then has all rows checked again. The empty cell of a
/// password leaves the password as it is.
///
/// # Errors
/// [`Error::NotFound`], also for a row that does not exist; [`Error::Conflict`] as for
/// [`set_columns`].
pub async fn correct(
    db: &Db,
    import: ImportId,
    place: i64,
    cells: Vec<String>,
) -> Result<(), Error> {
    let txn = db.write().await?;
    let row = lock_in(&txn, import, &[ImportState::Checked]).await?;
    let list = row.stored_list(db.secrets())?;
    let found = import_row::Entity::find_by_id((import, place))
        .lock_exclusive()
        .one(&txn)
        .await?
        .ok_or(Error::NotFound)?;
    let before: Vec<String> = match &found.cells {
        Some(sealed) => open(db.secrets(), sealed)?,
        None => return Err(Error::NotFound),
    };
    let is_secret = |place: usize| list.columns.0.get(place).is_some_and(|one| one.is_secret());
    let kept = |(place, cell): (usize, String)| match before.get(place) {
        Some(password) if cell.is_empty() && is_secret(place) => password.clone(),
        _ => cell,
    };
    let cells: Vec<String> = cells.into_iter().enumerate().map(kept).collect();
    let mut found: import_row::ActiveModel = found.into();
    found.cells = Set(Some(seal(db.secrets(), &cells)?));
    found.open_quote = Set(false);
    found.update(&txn).await?;
    check_again(txn, row.into()).await
}

async fn check_again(txn: Txn, mut row: import::ActiveModel) -> Result<(), Error> {
    clear_counts(&mut row);
    restart(&mut row, ImportState::Checking);
    save_and_commit(txn, row).await
}
