//! Restoring a PostgreSQL database: checked in the archive, then replaced in one transaction.
use super::{Restoring, make_ready, report::Restored};
use crate::commands::existing::connect;
use anyhow::{Context, bail};
use db::{
    Db,
    secrets::Secrets,
    upkeep::{self, Opened, Schema},
};
use domain::ids::UserId;
use server::backups::{
    self, disk,
    postgres::{Archive, connections, replace, require_program},
    stamp,
};
use std::{path::PathBuf, time::Duration};
use tokio::time::sleep;

/// Puts the archive in the place of the database at the address.
pub async fn restore(restoring: &Restoring<'_>) -> anyhow::Result<Restored> {
    for program in ["pg_restore", "psql"] {
        require_program(program, 0)?;
    }
    refuse_connections(&restoring.url).await?;
    let archive = Archive::open(restoring.file)?;
    let name = restoring.file.display();
    archive
        .read_through()
        .await
        .with_context(|| format!("{name} is damaged"))?;
    let pending = accept(restoring, &archive).await?;
    let db = connect(&restoring.url, restoring.secret)
        .await
        .context("cannot open the database")?;
    let present = look_at_target(restoring, &db).await;
    db.close().await?;
    let (aside, tables) = present?;
    refuse_connections(&restoring.url).await?;
    replace(&restoring.url, &archive, &tables)
        .await
        .context("nothing was changed")?;
    let db = connect(&restoring.url, restoring.secret).await?;
    let (cleared, contents) = make_ready(&db).await?;
    db.close().await?;
    Ok(Restored {
        file: restoring.file.to_owned(),
        pending,
        contents,
        cleared,
        aside,
    })
}

/// Keeps what would be replaced, unless it is refused; returns where, and its tables.
async fn look_at_target(
    restoring: &Restoring<'_>,
    db: &Db,
) -> anyhow::Result<(Option<PathBuf>, Vec<String>)> {
    let aside = match refuse_target(restoring, db).await? {
        true => Some(keep_aside(restoring, db).await?),
        false => None,
    };
    Ok((aside, upkeep::tables_of_server(db).await?))
}

/// Refuses a database that others are connected to. Connections of a portal that was just stopped, or of
/// this command, take a moment to end.
async fn refuse_connections(url: &str) -> anyhow::Result<()> {
    const LOOKS: usize = 20;
    let mut others = 0;
    for _ in 0..LOOKS {
        others = connections(url).await?;
        if others == 0 {
            return Ok(());
        }
        sleep(Duration::from_millis(100)).await;
    }
    bail!(
        "a portal runs on the database, or another program has it open ({others} connections): stop it and try again"
    )
}

/// Checks the archive's version, and the secret, before anything is replaced.
async fn accept(restoring: &Restoring<'_>, archive: &Archive) -> anyhow::Result<usize> {
    let applied = archive.rows("seaql_migrations", &["version"]).await?;
    let applied: Vec<String> = applied.into_iter().flatten().collect();
    let pending = restoring.accept_schema(&upkeep::schema_of(&applied))?;
    let secrets = Secrets::new(restoring.secret.unwrap_or_default());
    let mut keys = Opened::default();
    for row in archive
        .rows("group_keys", &["cipher", "retired_at"])
        .await?
    {
        if let [cipher, retired] = &*row
            && retired == r"\N"
        {
            keys.count(upkeep::opens_key(&secrets, cipher));
        }
    }
    let mut factors = Opened::default();
    for row in archive
        .rows("second_factors", &["user_id", "secret"])
        .await?
    {
        if let [user, sealed] = &*row
            && let Ok(user) = user.parse()
        {
            factors.count(upkeep::opens_factor(&secrets, UserId(user), sealed));
        }
    }
    restoring.accept_secret(keys, factors)?;
    Ok(pending)
}

/// Refuses a database that has users, or is not Muster's; returns whether it has anything to keep.
async fn refuse_target(restoring: &Restoring<'_>, db: &Db) -> anyhow::Result<bool> {
    match upkeep::schema(db).await? {
        Schema::Empty => return Ok(false),
        Schema::Foreign => bail!(
            "the database at DATABASE_URL has tables of something other than Muster: restore into a database of its own"
        ),
        Schema::Known { .. } | Schema::Newer { .. } => {}
    }
    restoring.refuse_users(upkeep::count_users(db).await?, "DATABASE_URL")?;
    Ok(true)
}

async fn keep_aside(restoring: &Restoring<'_>, db: &Db) -> anyhow::Result<PathBuf> {
    disk::make_folder(&restoring.aside)?;
    let name = format!("muster-before-{}.dump", stamp(db::now()));
    let aside = restoring.aside.join(name);
    backups::write(db, &restoring.url, &aside, false)
        .await
        .context("cannot keep the former database, so nothing was changed")?;
    Ok(aside)
}
