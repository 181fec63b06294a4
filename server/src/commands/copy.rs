//! `muster copy`: a whole portal into another database.
use super::connect;
use crate::config::Config;
use anyhow::{Context, bail};
use clap::Args;
use db::{
    Db,
    copying::{self, CopiedTable},
    secrets::Secrets,
};
use server::privacy;
use std::time::Instant;

pub const HELP: &str = "\
The target is an empty database: a new file of SQLite, or a database of PostgreSQL that was created
for it. Its schema is made by this command. Nothing of the source is changed. The portal may run
meanwhile, but what is written after the copy has begun is not in it: to move, stop the portal
first, and set DATABASE_URL to the target when it starts again, with the same MUSTER_SECRET.

Each table is read back and compared with what was read from the source, by its number of rows and
a checksum of them, which are printed. If anything fails, the target is left empty.

Examples:
  muster copy --to 'postgres:///muster?host=/run/postgresql'
  MUSTER_COPY_TO=postgres://muster:PASSWORD@localhost/muster muster copy
  muster copy --database-url 'postgres:///muster?host=/run/postgresql' --to sqlite:///srv/muster.db

Exit codes: 0 copied and compared; 1 refused or failed, and nothing was copied; 2 no target.";

#[derive(Args)]
pub struct CopyOptions {
    /// The database to copy into, `sqlite://FILE` or `postgres://...`
    #[arg(
        long,
        env = "MUSTER_COPY_TO",
        hide_env_values = true,
        value_name = "URL"
    )]
    to: String,
}

/// Copies the portal of the settings, and prints what was copied.
pub async fn run(config: Config, options: &CopyOptions) -> anyhow::Result<()> {
    let (source, _) = connect(&config).await?;
    let target = open_target(&config, &options.to).await?;
    println!(
        "Copying the portal as it is now: what is written to it from here on is not in the copy."
    );
    let begin = Instant::now();
    let copied = copying::copy(&source, &target, |table| {
        if table.rows > 0 {
            println!("{}", progress(table));
        }
    })
    .await
    .context("nothing was copied")?;
    target.close().await?;
    privacy::hide_database(&options.to, config.data());
    print_tables(&copied);
    let rows: u64 = copied.iter().map(|table| table.rows).sum();
    println!(
        "Copied {rows} rows of {} tables in {:.1} s; all were read back and are equal.",
        copied.len(),
        begin.elapsed().as_secs_f64()
    );
    println!("The copy needs the same secret as this portal: take it along.");
    Ok(())
}

/// Opens the database to copy into.
async fn open_target(config: &Config, url: &str) -> anyhow::Result<Db> {
    if !db::is_protected(url) && !config.trusts_network() {
        bail!(
            "the target does not make sure which machine it talks to: add ?sslmode=verify-full (and sslrootcert=FILE \
             for a certificate of your own); in a network of your own set MUSTER_TRUST_NETWORK=true"
        );
    }
    let secrets = Secrets::new(config.secret()?);
    Db::connect(url, secrets)
        .await
        .context("cannot open the target")
}

fn progress(table: &CopiedTable) -> String {
    let CopiedTable {
        name, rows, took, ..
    } = table;
    let milliseconds = u64::try_from(took.as_millis()).unwrap_or(u64::MAX);
    // Of few rows it would say nothing.
    match (rows * 1000).checked_div(milliseconds) {
        Some(rate) if milliseconds > 100 => format!("  {name}: {rows} rows ({rate} a second)"),
        _ => format!("  {name}: {rows} rows"),
    }
}

fn print_tables(copied: &[CopiedTable]) {
    println!("{:<24} {:>12}  checksum", "table", "rows");
    for table in copied {
        println!("{:<24} {:>12}  {}", table.name, table.rows, table.checksum);
    }
}
