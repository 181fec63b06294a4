//! One backup: written beside its name, checked, and only then given it.
use super::{disk, postgres};
use anyhow::{Context, bail};
use db::{Db, upkeep};
use std::{
    path::Path,
    time::{Duration, Instant},
};

/// A backup that was written and checked.
#[derive(Clone, Copy, Debug)]
pub struct Written {
    pub bytes: u64,
    pub took: Duration,
}

/// Writes everything that is committed now into `file`. It has its name only once it is complete, was read
/// again without a fault, and is on the disk; readable by this user alone. `url` is that of `db`.
///
/// # Errors
/// `file` exists and `overwrite` is false; the disk is full; PostgreSQL's programs are missing; the copy is
/// damaged. What was at `file` before stays.
pub async fn write(db: &Db, url: &str, file: &Path, overwrite: bool) -> anyhow::Result<Written> {
    let begun = Instant::now();
    refuse_place(file, overwrite)?;
    let folder = disk::folder_of(file);
    let expected = if db.is_sqlite() {
        upkeep::size_of(db).await?
    } else {
        0
    };
    disk::require(&folder, expected)?;
    let unfinished = disk::Unfinished::next_to(file);
    let path = &unfinished.0;
    disk::create_private(path).with_context(|| format!("cannot write in {}", folder.display()))?;
    if db.is_sqlite() {
        copy_sqlite(db, path).await?;
    } else {
        postgres::dump(db, url, path).await?;
    }
    let bytes = std::fs::metadata(path)?.len();
    let (from, to) = (path.clone(), file.to_owned());
    let placed = tokio::task::spawn_blocking(move || disk::put_in_place(&from, &to)).await?;
    placed.with_context(|| format!("cannot write {}", file.display()))?;
    let took = begun.elapsed();
    Ok(Written { bytes, took })
}

fn refuse_place(file: &Path, overwrite: bool) -> anyhow::Result<()> {
    if file.is_dir() {
        bail!(
            "{} is a folder: name a file in it, for instance {}",
            file.display(),
            file.join("muster.backup").display()
        );
    }
    if file.exists() && !overwrite {
        bail!(
            "{} exists: name another file, or add --force",
            file.display()
        );
    }
    Ok(())
}

async fn copy_sqlite(db: &Db, path: &Path) -> anyhow::Result<()> {
    upkeep::copy_to(db, path)
        .await
        .context("cannot copy the database")?;
    let broken = upkeep::check_copy(path).await;
    let broken = broken.context("the copy cannot be read")?;
    if !broken.is_empty() {
        bail!(
            "the copy is damaged, as the database probably is (see `muster doctor`): {}",
            broken.join("; ")
        );
    }
    Ok(())
}
