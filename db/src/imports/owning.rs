//! Whose import it is.
use super::states::find;
use crate::{Db, Error};
use domain::{
    ids::{GroupId, ImportId, UserId},
    imports::stored::ImportKind,
};

/// Whose import it is, and of what.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ImportOwner {
    pub kind: ImportKind,
    pub group: Option<GroupId>,
    /// Who made it; `None` is the command line, or a user who was deleted.
    pub actor: Option<UserId>,
}

/// Returns whose import it is, and of what.
///
/// # Errors
/// [`Error::NotFound`].
pub async fn owner(db: &Db, import: ImportId) -> Result<ImportOwner, Error> {
    let row = find(db.read(), import).await?;
    Ok(ImportOwner {
        kind: row.kind,
        group: row.group_id,
        actor: row.actor_id,
    })
}
