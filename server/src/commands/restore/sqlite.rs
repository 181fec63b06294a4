//! Restoring an SQLite database: made ready next to the present one, then put in its place.
use super::{Restoring, make_ready, report::Restored};
use crate::commands::existing::connect;
use anyhow::{Context, bail};
use db::{
    Db,
    upkeep::{self, ExclusiveFile, InUse},
};
use server::backups::{
    disk::{self, Unfinished},
    stamp,
};
use std::{
    fs, io,
    os::unix::fs::{MetadataExt, PermissionsExt, chown},
    path::{Path, PathBuf},
};

/// Puts the backup in the place of `target`.
pub async fn restore(restoring: &Restoring<'_>, target: &Path) -> anyhow::Result<Restored> {
    disk::make_folder(&disk::folder_of(target))?;
    refuse_target(restoring, target).await?;
    let copy = Unfinished::next_to(target);
    copy_backup(restoring.file, &copy.0)?;
    let db = connect(&upkeep::sqlite_address(&copy.0), restoring.secret)
        .await
        .with_context(|| format!("{} cannot be read", restoring.file.display()))?;
    let ready = prepare(restoring, &db).await;
    db.close().await?;
    let restored = ready?;
    if disk::with_end(&copy.0, "-wal").exists() {
        bail!("the restored database could not be written into one file");
    }
    let aside = put_in_place(restoring, &copy.0, target).await?;
    Ok(Restored { aside, ..restored })
}

/// Refuses a database that a portal runs on, or that has users.
async fn refuse_target(restoring: &Restoring<'_>, target: &Path) -> anyhow::Result<()> {
    let place = target.display().to_string();
    if let Some(alone) = take(restoring, target).await? {
        alone.release().await;
        let users = upkeep::users_in(target).await;
        let users = users.with_context(|| format!("cannot read {place}"))?;
        restoring.refuse_users(users, &place)?;
    }
    Ok(())
}

/// Returns the present database, closed to others; `None` if there is none, or none that can be read.
async fn take(restoring: &Restoring<'_>, target: &Path) -> anyhow::Result<Option<ExclusiveFile>> {
    if !target.exists() {
        return Ok(None);
    }
    let place = target.display();
    match ExclusiveFile::take(target).await {
        Ok(alone) => Ok(Some(alone)),
        Err(InUse::Open) => {
            bail!("a portal runs on {place}, or another program has it open: stop it and try again")
        }
        Err(InUse::Unreadable(_)) if restoring.force => Ok(None),
        Err(InUse::Unreadable(error)) => bail!(
            "the database that would be replaced ({place}) cannot be read: {error}. To replace it, add --force; it is \
             kept under another name"
        ),
    }
}

/// A backup that was copied by hand can have a log next to it.
fn copy_backup(file: &Path, copy: &Path) -> anyhow::Result<()> {
    let bytes = fs::metadata(file)?.len();
    // Bringing an old one up to date takes room, too.
    disk::require(&disk::folder_of(copy), bytes.saturating_mul(2))?;
    for end in ["", "-wal"] {
        let from = disk::with_end(file, end);
        if end.is_empty() || from.exists() {
            let mut to = disk::create_private(&disk::with_end(copy, end))?;
            let mut from = fs::File::open(&from)?;
            io::copy(&mut from, &mut to).context("cannot copy the backup")?;
        }
    }
    Ok(())
}

async fn prepare(restoring: &Restoring<'_>, db: &Db) -> anyhow::Result<Restored> {
    let name = restoring.file.display();
    let broken = upkeep::broken(db).await;
    let broken = broken.with_context(|| format!("{name} is damaged"))?;
    if !broken.is_empty() {
        bail!("{name} is damaged: {}", broken.join("; "));
    }
    let pending = restoring.accept_schema(&upkeep::schema(db).await?)?;
    let (cleared, contents) = make_ready(db).await?;
    restoring.accept_secret(contents.keys, contents.factors)?;
    Ok(Restored {
        file: restoring.file.to_owned(),
        pending,
        contents,
        cleared,
        aside: None,
    })
}

/// Swaps the files so that there is a database at any time; returns where the former one is.
async fn put_in_place(
    restoring: &Restoring<'_>,
    copy: &Path,
    target: &Path,
) -> anyhow::Result<Option<PathBuf>> {
    let alone = take(restoring, target).await?;
    give_to_owner(copy, target)?;
    let aside = disk::with_end(target, &format!(".before-{}", stamp(db::now())));
    let had = target.exists();
    if had {
        // Two names for the former one, then the new one takes the first of them.
        fs::hard_link(target, &aside)
            .or_else(|_| fs::rename(target, &aside))
            .with_context(|| format!("cannot keep the former database as {}", aside.display()))?;
        fs::set_permissions(&aside, fs::Permissions::from_mode(0o600))?;
    }
    for end in ["-wal", "-shm"] {
        // They are left only where the former one cannot be read.
        let rest = disk::with_end(target, end);
        if rest.exists() {
            fs::rename(&rest, disk::with_end(&aside, end))?;
        }
    }
    disk::put_in_place(copy, target)
        .with_context(|| format!("cannot write {}", target.display()))?;
    if let Some(alone) = alone {
        alone.release().await;
    }
    Ok(had.then_some(aside))
}

/// Run by root, the restored database belongs to the owner of the former one, or of its folder: a portal
/// with a user of its own could not open it.
fn give_to_owner(copy: &Path, target: &Path) -> anyhow::Result<()> {
    let own = fs::metadata(copy)?;
    let right = fs::metadata(target).or_else(|_| fs::metadata(disk::folder_of(target)))?;
    if own.uid() == 0 && right.uid() != 0 {
        chown(copy, Some(right.uid()), Some(right.gid()))
            .context("cannot give the restored database to the portal's user")?;
    }
    Ok(())
}
