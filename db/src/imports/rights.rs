//! What the importer may do, as their permissions are now.
use super::states::find;
use crate::{
    Db, Error,
    access::{initiator::InitiatorRecord, user_types},
    base::entities::import,
};
use domain::{ids::ImportId, users::UserTypeOption};

pub(super) use crate::access::initiator::Initiator as Importer;

impl From<&import::Model> for InitiatorRecord {
    fn from(row: &import::Model) -> Self {
        Self {
            made_by: row.made_by,
            actor_id: row.actor_id,
            rights_id: row.rights_id,
            name: row.actor_name.clone(),
            address: row.address.clone(),
            scope: row.scope(),
        }
    }
}

/// Returns the user types that the importer can assign, as their permissions are now, by name.
///
/// # Errors
/// [`Error::NotFound`].
pub async fn grantable_types(db: &Db, import: ImportId) -> Result<Vec<UserTypeOption>, Error> {
    let row = find(db.read(), import).await?;
    let importer = Importer::of(db, &row).await?;
    let mut types = user_types::list(db).await?;
    types.retain(|one| importer.may_grant(&one.permissions));
    Ok(types)
}
