//! A list on its way in: its import until it can be read.
use super::{
    sealing::seal,
    states::{lock_in, restart, save_and_commit},
};
use crate::{
    AuditContext, Db, Error, Txn,
    access::initiator::InitiatorRecord,
    base::entities::import::{self, Column},
};
use domain::{
    events::ChangeEvent,
    ids::{GroupId, ImportId, UserId},
    imports::stored::{ImportChoices, ImportKind, ImportState, MAX_PENDING},
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

/// The states of an import that was not applied.
const PENDING: [ImportState; 5] = [
    ImportState::Receiving,
    ImportState::Reading,
    ImportState::Refused,
    ImportState::Checking,
    ImportState::Checked,
];

/// Starts an import, which then gets its bytes by [`append`](super::append). An importer has at most
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
    let by = InitiatorRecord::from(audit);
    let row = import::ActiveModel {
        kind: Set(new.kind),
        group_id: Set(new.group),
        actor_id: Set(by.actor_id),
        rights_id: Set(by.rights_id),
        made_by: Set(by.made_by),
        actor_name: Set(by.name),
        address: Set(by.address),
        branch_id: Set(by.scope.branch),
        instructor_id: Set(by.scope.instructor),
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
