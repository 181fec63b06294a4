//! A list on its way in: its import, and the bytes as they arrive.
use super::{
    leases::{Worker, claim},
    pace::READING_LEASE,
    sealing::seal,
    states::{find, lock_in, restart, save_and_commit},
};
use crate::{
    AuditContext, Db, Error, Txn,
    base::{
        entities::{
            import::{self, Column, MadeBy},
            import_part,
        },
        sql::Sql,
    },
};
use domain::{
    events::ChangeEvent,
    ids::{GroupId, ImportId, UserId},
    imports::stored::{
        ImportChoices, ImportKind, ImportState, MAX_BYTES, MAX_PENDING, ReadingOptions,
    },
};
use sea_orm::{
    ActiveModelTrait, ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter, QueryOrder,
    QuerySelect,
};

/// A list that is about to be received.
#[derive(Clone, Debug)]
pub struct NewImport<'a> {
    pub kind: ImportKind,
    /// The group of members or group courses.
    pub group: Option<GroupId>,
    /// Empty for a list that was pasted. At most 255 characters are kept.
    pub file_name: &'a str,
}

/// So many bytes of a list are stored as one part.
pub const PART: usize = 512 * 1024;

/// The states of an import that was not applied.
const PENDING: [ImportState; 5] = [
    ImportState::Receiving,
    ImportState::Reading,
    ImportState::Refused,
    ImportState::Checking,
    ImportState::Checked,
];

/// Starts an import, which then gets its bytes by [`append`]. An importer has at most
/// [`MAX_PENDING`] that are not applied: the oldest are discarded.
///
/// # Errors
/// [`Error::NotFound`] if the group, the branch or the importer no longer exists.
pub async fn receive(
    db: &Db,
    audit: &AuditContext,
    new: &NewImport<'_>,
) -> Result<ImportId, Error> {
    let file_name: String = new.file_name.chars().take(255).collect();
    let choices = ImportChoices::default();
    let row = import::ActiveModel {
        kind: Set(new.kind),
        group_id: Set(new.group),
        actor_id: Set(audit.actor),
        rights_id: Set(audit.acting_as.or(audit.actor)),
        made_by: Set(made_by(audit)),
        actor_name: Set(audit.name.clone()),
        address: Set(audit.address.clone()),
        branch_id: Set(audit.scope.branch),
        instructor_id: Set(audit.scope.instructor),
        file_name: Set(seal(db.secrets(), &file_name)?),
        state: Set(ImportState::Receiving),
        choices: Set(to_json(&choices)?),
        leased_until: Set(audit.at),
        created_at: Set(audit.at),
        ..Default::default()
    };
    let txn = db.write().await?;
    discard_oldest(&txn, audit.actor).await?;
    let row = row.insert(&txn).await.map_err(missing)?;
    txn.publish(ChangeEvent::Import(row.id));
    txn.commit().await?;
    Ok(row.id)
}

fn made_by(audit: &AuditContext) -> MadeBy {
    match (audit.actor, audit.acting_as) {
        (None, _) => MadeBy::Portal,
        (Some(_), None) => MadeBy::User,
        (Some(_), Some(_)) => MadeBy::Acting,
    }
}

/// A foreign key was violated: what the import belongs to was deleted a moment ago.
fn missing(error: sea_orm::DbErr) -> Error {
    match Error::or_in_use(error) {
        Error::Conflict => Error::NotFound,
        error => error,
    }
}

pub(super) fn to_json(choices: &ImportChoices) -> Result<String, Error> {
    serde_json::to_string(choices).map_err(|_| Error::InvalidData("imports.choices"))
}

/// Discards all but the newest imports of this actor that were not applied.
async fn discard_oldest(txn: &Txn, actor: Option<UserId>) -> Result<(), Error> {
    let Some(actor) = actor else {
        return Ok(());
    };
    let old: Vec<ImportId> = import::Entity::find()
        .select_only()
        .column(Column::Id)
        .filter(Column::ActorId.eq(actor))
        .filter(Column::State.is_in(PENDING))
        .order_by_desc(Column::Id)
        .offset(MAX_PENDING - 1)
        .limit(1_000)
        .into_tuple()
        .all(txn)
        .await?;
    for import in old {
        import::Entity::delete_by_id(import).exec(txn).await?;
        txn.publish(ChangeEvent::Import(import));
    }
    Ok(())
}

/// Says that the portal sends e-mail, from which address, so that the import can invite users to
/// choose a password.
///
/// # Errors
/// [`Error::NotFound`].
pub async fn allow_invitations(db: &Db, import: ImportId, base_url: &str) -> Result<(), Error> {
    let txn = db.write().await?;
    let mut row: import::ActiveModel = super::states::lock(&txn, import).await?.into();
    row.mail_base_url = Set(Some(base_url.to_owned()));
    row.update(&txn).await?;
    txn.commit_quietly().await
}

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

/// Says that the whole list arrived, so that it can be read.
///
/// # Errors
/// [`Error::NotFound`]; [`Error::Conflict`] if it is not being received.
pub async fn received(db: &Db, import: ImportId) -> Result<(), Error> {
    let txn = db.write().await?;
    let row = lock_in(&txn, import, &[ImportState::Receiving]).await?;
    let mut row: import::ActiveModel = row.into();
    restart(&mut row, ImportState::Reading);
    save_and_commit(txn, row).await
}

/// Deletes an import that was not applied, with its rows.
///
/// # Errors
/// [`Error::NotFound`]; [`Error::Conflict`] if it was applied, which keeps what its undo needs.
pub async fn discard(db: &Db, import: ImportId) -> Result<(), Error> {
    let txn = db.write().await?;
    lock_in(&txn, import, &PENDING).await?;
    import::Entity::delete_by_id(import).exec(&txn).await?;
    txn.publish(ChangeEvent::Import(import));
    txn.commit().await
}

/// Returns the bytes, and how they are to be read; for five minutes no one else gets them.
///
/// # Errors
/// [`Error::NotFound`]; [`Error::Busy`] if the list is not to be read, or someone else reads it.
pub async fn bytes(db: &Db, import: ImportId) -> Result<(Vec<u8>, ReadingOptions), Error> {
    let worker = Worker::new();
    let row = claim(db, import, ImportState::Reading, worker, READING_LEASE).await?;
    let mut bytes = Vec::new();
    let mut part = -1;
    // One after the other, so that the sealed list is never in memory as well.
    while let Some(next) = next_part(db, import, part).await? {
        part = next.part;
        bytes.extend_from_slice(&db.secrets().open_import(&next.body)?);
    }
    Ok((bytes, row.reading_options(db.secrets())?))
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
