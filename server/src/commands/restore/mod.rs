//! `muster restore`: a backup takes the place of the portal's database.
mod postgres;
mod report;
mod sqlite;

use crate::config::Config;
use anyhow::{Context, bail};
use clap::Args;
use db::upkeep::{self, Contents, Opened, Schema};
use server::backups::{disk, postgres::Archive};
use std::{
    path::{Path, PathBuf},
    process::ExitCode,
};

/// The arguments of `muster restore`.
#[derive(Args)]
#[command(after_long_help = "\
Stop the portal first. The backup is checked before anything changes: that it is whole, that it is Muster's and not of
a newer version, and that the secret opens its group keys and authenticator apps. An older one is brought up to date.
On a new machine put your copy of the secret where the portal looks for it first.

What was taken away since the backup is back: passwords, users, rights, retired group keys. So everyone has to sign in
again, one-time links no longer work, and waiting e-mails are marked as not sent: most of them were sent since.

A database that has users is replaced only with --force. It is kept under a name with the date: next to the SQLite
file, or for PostgreSQL as an archive in the folder of the backups.

Examples:
  muster restore /backups/muster-20261129-031500.db
  muster restore --force /backups/before-update.db

Exit codes: 0 restored; 1 nothing was changed; 2 the arguments or the settings have to be changed")]
pub struct RestoreOptions {
    /// The backup
    file: PathBuf,
    /// Replace a database that has users; it is kept under another name
    #[arg(long)]
    force: bool,
    /// Restore although the secret is missing or another one: group keys and authenticator apps are lost
    #[arg(long)]
    without_secret: bool,
}

/// What is restored, and how.
struct Restoring<'a> {
    file: &'a Path,
    force: bool,
    without_secret: bool,
    secret: Option<[u8; 32]>,
    secret_place: String,
    url: String,
    /// Where an archive of the former PostgreSQL database is kept.
    aside: PathBuf,
}

/// Restores, and says in numbers what the portal now has.
pub async fn run(settings: Config, options: &RestoreOptions) -> anyhow::Result<ExitCode> {
    let url = settings.database_address()?;
    let nightly = settings.backups.nightly(&url)?;
    let restoring = Restoring {
        file: &options.file,
        force: options.force,
        without_secret: options.without_secret,
        secret: settings.existing_secret()?,
        secret_place: settings.secret_place(),
        aside: nightly.map_or_else(|| settings.data().to_owned(), |nightly| nightly.folder),
        url,
    };
    let head = disk::head(&options.file)?;
    let name = options.file.display();
    let restored = match (upkeep::sqlite_file(&restoring.url), Archive::is(&head)) {
        (Some(target), false) if head.starts_with(b"SQLite format 3\0") => {
            sqlite::restore(&restoring, &target).await?
        }
        (None, true) => postgres::restore(&restoring).await?,
        (Some(_), true) => bail!(
            "{name} is a backup of PostgreSQL, and the portal's database is SQLite: restore it with the DATABASE_URL \
             of a PostgreSQL database"
        ),
        (None, false) if head.starts_with(b"SQLite format 3\0") => bail!(
            "{name} is a backup of SQLite, and the portal's database is PostgreSQL: restore it without DATABASE_URL, \
             then copy that database to PostgreSQL"
        ),
        _ => bail!(
            "{name} is neither an SQLite database nor an archive of pg_dump: it is no backup of Muster"
        ),
    };
    restored.print();
    Ok(ExitCode::SUCCESS)
}

impl Restoring<'_> {
    /// Returns by how many migrations the backup is older.
    fn accept_schema(&self, schema: &Schema) -> anyhow::Result<usize> {
        let name = self.file.display();
        match schema {
            Schema::Known { pending } => Ok(*pending),
            Schema::Newer { migration } => bail!(
                "{name} is of a newer version of Muster than this one ({migration}): install that version and restore \
                 with it"
            ),
            Schema::Empty | Schema::Foreign => {
                bail!("{name} is a database, but not one of Muster")
            }
        }
    }

    /// Refuses a secret that opens nothing. One that opens some is as right as can be: the portal had two.
    fn accept_secret(&self, keys: Opened, factors: Opened) -> anyhow::Result<()> {
        let opens_some = keys.open + factors.open > 0;
        if opens_some || keys.all + factors.all == 0 || self.without_secret {
            return Ok(());
        }
        let sealed = report::sealed(keys, factors);
        let place = &self.secret_place;
        match self.secret {
            None => bail!(
                "there is no secret at {place}, so nothing that is sealed can be opened ({sealed}): put your copy of \
                 it there; if it is lost, add --without-secret"
            ),
            Some(_) => bail!(
                "the secret ({place}) is not the one that the backup was written with: it opens {sealed}. Put the \
                 right one there; if it is lost, add --without-secret"
            ),
        }
    }

    fn refuse_users(&self, users: i64, place: &str) -> anyhow::Result<()> {
        if users > 0 && !self.force {
            bail!(
                "the database that would be replaced ({place}) has {users} users: to replace it, add --force; it is \
                 kept under another name"
            );
        }
        Ok(())
    }
}

/// Brings the restored database up to date, clears it, and counts what it has.
async fn make_ready(db: &db::Db) -> anyhow::Result<(upkeep::Cleared, Contents)> {
    db.migrate()
        .await
        .context("cannot bring the backup up to date")?;
    db::user_types::ensure_built_in(db).await?;
    let cleared = upkeep::clear_restored(db).await?;
    Ok((cleared, upkeep::contents(db).await?))
}
