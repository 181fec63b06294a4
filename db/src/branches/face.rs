//! What users of a branch see of the portal.
use crate::{
    AuditContext, Db, Error,
    base::{activity::ActivitySubject, locks::lock_branch},
};
use domain::{
    activity::{Activity, BranchEdit},
    edits::FormVersion,
    face::BranchFace,
    ids::BranchId,
};
use sea_orm::{ActiveModelTrait, ActiveValue::Set, IntoActiveModel};

/// Saves the branch's own face and returns its form's version; what stays the same changes nothing.
///
/// # Errors
/// [`Error::NotFound`], [`Error::Edited`].
pub async fn set_face(
    db: &Db,
    audit: &AuditContext,
    branch: BranchId,
    version: &FormVersion,
    face: &BranchFace,
) -> Result<FormVersion, Error> {
    let txn = db.write().await?;
    let row = lock_branch(&txn, branch).await?;
    let now = row.face();
    now.saved().check(version)?;
    let saved = face.saved().version();
    if now == *face {
        return Ok(saved);
    }
    let mut edits = Vec::new();
    if now.portal_name != face.portal_name {
        edits.push(BranchEdit::PortalName(face.portal_name.clone()));
    }
    if now.hue != face.hue {
        edits.push(BranchEdit::Accent(face.hue));
    }
    let name = row.name.clone();
    let mut row = row.into_active_model();
    row.portal_name = Set(face.portal_name.clone());
    row.hue = Set(face.hue);
    row.update(&txn).await?;
    for edit in edits {
        let branch = name.clone();
        let edited = Activity::BranchEdited { branch, edit };
        ActivitySubject::NONE.log(&txn, audit, edited).await?;
    }
    txn.commit().await?;
    Ok(saved)
}
