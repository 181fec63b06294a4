//! The portal's own face: what its pages look like, to guests and to users of a branch.
use crate::{
    AuditContext, Db, Error,
    base::{
        activity::log_setting,
        entities::{branch, setting},
        setting_store::{lock, put, value},
    },
};
use domain::{
    activity::SettingsEdit,
    edits::FormVersion,
    face::{BranchFace, Face, saved_accent},
    hue::Hue,
    ids::BranchId,
};
use sea_orm::{ConnectionTrait, EntityTrait};

pub(super) const PORTAL_NAME: &str = "portal_name";
pub(super) const HUE: &str = "hue";

/// Returns the hue of the portal's accent colour.
///
/// # Errors
/// The database failed.
pub async fn hue(db: &Db) -> Result<Hue, Error> {
    hue_on(db.read()).await
}

/// Saves the hue of the accent colour.
///
/// # Errors
/// [`Error::Edited`].
pub async fn set_hue(
    db: &Db,
    audit: &AuditContext,
    version: &FormVersion,
    hue: Hue,
) -> Result<(), Error> {
    let txn = db.write().await?;
    lock(&txn).await?;
    let now = hue_on(&txn).await?;
    saved_accent(now).check(version)?;
    if now == hue {
        return Ok(());
    }
    put(&txn, HUE, &hue.degrees().to_string()).await?;
    log_setting(&txn, audit, SettingsEdit::Accent(hue)).await?;
    txn.commit().await
}

pub(super) async fn hue_on(conn: &impl ConnectionTrait) -> Result<Hue, Error> {
    Ok(parsed(value(conn, HUE).await?.as_deref()))
}

/// A hue that cannot be read is the default: pages only look different.
fn parsed(text: Option<&str>) -> Hue {
    text.and_then(|text| Hue::parse(text).ok())
        .unwrap_or_default()
}

/// Returns the portal's face.
pub(super) fn of_portal(rows: &[setting::Model]) -> Face {
    let text = |name| {
        let row = rows.iter().find(|row| row.name == name);
        row.map(|row| &*row.value)
    };
    let mut face = Face {
        hue: parsed(text(HUE)),
        ..Face::default()
    };
    if let Some(name) = text(PORTAL_NAME) {
        name.clone_into(&mut face.name);
    }
    face
}

/// Returns what a branch has of its own; nothing for a branch that does not exist.
pub(super) async fn own_face(
    conn: &impl ConnectionTrait,
    branch: Option<BranchId>,
) -> Result<BranchFace, Error> {
    let Some(branch) = branch else {
        return Ok(BranchFace::default());
    };
    let row = branch::Entity::find_by_id(branch).one(conn).await?;
    Ok(row.map(|row| row.face()).unwrap_or_default())
}
