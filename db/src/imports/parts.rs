//! The bytes of a list, sealed and in parts: kept as they arrive, read again, and deleted when it is applied.
use super::{
    leases::{Worker, claim, renewing},
    states::{find, lock_in},
};
use crate::{
    Db, Error, Txn,
    base::{
        entities::{import, import_part},
        sql::Sql,
    },
};
use domain::{
    ids::ImportId,
    imports::stored::{ImportState, MAX_BYTES, ReadingOptions},
};
use sea_orm::{
    ActiveModelTrait, ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter, QueryOrder,
};

/// So many bytes of a list are stored as one part.
pub const PART: usize = 512 * 1024;

/// Keeps a part of the list; `part` counts from 0. A part that is sent again is kept once.
///
/// # Errors
/// [`Error::NotFound`]; [`Error::Conflict`] if all was received, or with more than
/// [`MAX_BYTES`].
pub async fn append(db: &Db, import: ImportId, part: i64, bytes: &[u8]) -> Result<(), Error> {
    let sealed = db.secrets().seal_import(bytes)?;
    let txn = db.write().await?;
    let row = lock_in(&txn, import, &[ImportState::Receiving]).await?;
    let length = i64::try_from(bytes.len()).unwrap_or(i64::MAX);
    // Until it is read, the row counts the bytes.
    let total = row.processed.saturating_add(length);
    if total.cast_unsigned() > MAX_BYTES {
        return Err(Error::Conflict);
    }
    let added = import_part::Entity::insert(import_part::ActiveModel {
        import_id: Set(import),
        part: Set(part),
        body: Set(sealed),
    })
    .on_conflict(
        sea_orm::sea_query::OnConflict::new()
            .do_nothing()
            .to_owned(),
    )
    .exec_without_returning(&txn)
    .await?;
    if added > 0 {
        let mut row: import::ActiveModel = row.into();
        row.processed = Set(total);
        row.update(&txn).await?;
    }
    txn.commit_quietly().await
}

/// A list that is to be read.
pub struct UnreadList {
    pub bytes: Vec<u8>,
    pub options: ReadingOptions,
    import: ImportId,
    reader: Worker,
}

impl UnreadList {
    /// Does the work of reading; no one else gets the bytes meanwhile.
    pub async fn while_reading<T>(&self, db: &Db, work: impl Future<Output = T>) -> T {
        renewing(db, self.import, self.reader, work).await
    }
}

/// Returns the bytes, and how they are to be read. No one else gets them for three seconds, nor
/// [while they are read](UnreadList::while_reading).
///
/// # Errors
/// [`Error::NotFound`]; [`Error::Busy`] if the list is not to be read, or someone else reads it.
pub async fn bytes(db: &Db, import: ImportId) -> Result<UnreadList, Error> {
    let reader = Worker::new();
    let row = claim(db, import, ImportState::Reading, reader).await?;
    let bytes = renewing(db, import, reader, all_parts(db, import)).await?;
    Ok(UnreadList {
        bytes,
        options: row.reading_options(db.secrets())?,
        import,
        reader,
    })
}

/// One after the other, so that the sealed list is never in memory as well.
async fn all_parts(db: &Db, import: ImportId) -> Result<Vec<u8>, Error> {
    let (mut bytes, mut part) = (Vec::new(), -1);
    while let Some(next) = next_part(db, import, part).await? {
        part = next.part;
        bytes.extend_from_slice(&db.secrets().open_import(&next.body)?);
    }
    Ok(bytes)
}

async fn next_part(
    db: &Db,
    import: ImportId,
    after: i64,
) -> Result<Option<import_part::Model>, Error> {
    let part = import_part::Entity::find()
        .filter(import_part::Column::ImportId.eq(import))
        .filter(import_part::Column::Part.gt(after))
        .order_by_asc(import_part::Column::Part)
        .one(db.read())
        .await?;
    Ok(part)
}

/// Returns the text of a list that was pasted and is not applied yet, to be changed; `None` of a file, and
/// of a list of more than one [`PART`], which is too long for a field.
///
/// # Errors
/// [`Error::NotFound`].
pub async fn pasted(db: &Db, import: ImportId) -> Result<Option<String>, Error> {
    let row = find(db.read(), import).await?;
    if !row.name_of_file(db.secrets())?.is_empty() {
        return Ok(None);
    }
    // The bytes go when the list is applied.
    let Some(first) = next_part(db, import, -1).await? else {
        return Ok(None);
    };
    if next_part(db, import, first.part).await?.is_some() {
        return Ok(None);
    }
    let bytes = db.secrets().open_import(&first.body)?;
    Ok(Some(String::from_utf8_lossy(&bytes).into_owned()))
}

/// Deletes the bytes of an import that is applied.
pub(super) async fn delete_parts(txn: &Txn, import: ImportId) -> Result<(), Error> {
    Sql::new(txn)
        .add(
            "DELETE FROM import_parts WHERE import_id = ?",
            [import.into()],
        )
        .execute(txn)
        .await?;
    Ok(())
}
