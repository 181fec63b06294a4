//! The hosts of pictures in course texts.
use crate::{
    AuditContext, Db, Error,
    base::{
        activity::log_setting,
        setting_store::{clear, lock, put, value},
    },
};
use domain::{activity::SettingsEdit, edits::FormVersion, picture_hosts::PictureHosts};
use sea_orm::ConnectionTrait;

pub(super) const PICTURE_HOSTS: &str = "picture_hosts";

/// Returns the hosts in addition to the portal itself; at first none.
///
/// # Errors
/// The database failed.
pub async fn picture_hosts(db: &Db) -> Result<PictureHosts, Error> {
    picture_hosts_on(db.read()).await
}

/// Saves the hosts.
///
/// # Errors
/// [`Error::Edited`].
pub async fn set_picture_hosts(
    db: &Db,
    audit: &AuditContext,
    version: &FormVersion,
    hosts: &PictureHosts,
) -> Result<(), Error> {
    let txn = db.write().await?;
    lock(&txn).await?;
    let now = picture_hosts_on(&txn).await?;
    now.saved().check(version)?;
    if now == *hosts {
        return Ok(());
    }
    let text = hosts.text();
    if text.is_empty() {
        clear(&txn, PICTURE_HOSTS, None).await?;
    } else {
        put(&txn, PICTURE_HOSTS, &text).await?;
    }
    let hosts = text.replace('\n', ", ");
    log_setting(&txn, audit, SettingsEdit::PictureHosts(hosts)).await?;
    txn.commit().await
}

pub(super) async fn picture_hosts_on(conn: &impl ConnectionTrait) -> Result<PictureHosts, Error> {
    let text = value(conn, PICTURE_HOSTS).await?.unwrap_or_default();
    PictureHosts::parse(&text).map_err(|_| Error::InvalidData("settings.picture_hosts"))
}
