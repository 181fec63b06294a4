//! Backups of PostgreSQL, by its own programs.
mod address;
mod archive;

pub use archive::{Archive, replace};

use address::environment;
use anyhow::{Context, bail};
use db::{Db, upkeep};
use std::{
    io,
    path::Path,
    process::{Command, Stdio},
};

/// Writes an archive of the whole database into `file`, and reads it again. It shows one moment, and no one
/// waits for it.
///
/// # Errors
/// `pg_dump` or `pg_restore` is missing or older than the server, or failed.
pub async fn dump(db: &Db, url: &str, file: &Path) -> anyhow::Result<()> {
    let server = upkeep::version_of_server(db).await?;
    require_program("pg_dump", server)?;
    let mut command = program("pg_dump", url)?;
    command
        .args(["--format=custom", "--no-owner", "--no-privileges", "--file"])
        .arg(file);
    run(command).await?;
    Archive::open(file)?.read_through().await
}

/// Returns the program, which finds the database by its environment: other users see its arguments.
fn program(name: &str, url: &str) -> anyhow::Result<Command> {
    let mut command = Command::new(name);
    command
        .envs(environment(url)?)
        .arg("--no-password")
        .stdin(Stdio::null());
    Ok(command)
}

/// Makes sure that PostgreSQL's program is installed, in a version that can talk to the server.
///
/// # Errors
/// It is not, in words that say what to install.
pub fn require_program(name: &str, server: i64) -> anyhow::Result<()> {
    let version = version_of(name)?;
    if version < server {
        bail!(
            "{name} is of PostgreSQL {version}, and the server is PostgreSQL {server}: install the programs of \
             version {server} (on Debian postgresql-client-{server})"
        );
    }
    Ok(())
}

/// Returns how many others are connected to the database; called while this process is not.
///
/// # Errors
/// `psql` failed.
pub async fn connections(url: &str) -> anyhow::Result<u64> {
    let mut command = program("psql", url)?;
    command
        .args(["--no-psqlrc", "--tuples-only", "--no-align", "--command"])
        .arg(
            "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() \
             AND backend_type = 'client backend' AND pid <> pg_backend_pid()",
        );
    let printed = run(command).await?;
    let printed = String::from_utf8_lossy(&printed);
    let count = printed.trim().parse();
    count.with_context(|| format!("psql printed {printed}"))
}

fn version_of(name: &str) -> anyhow::Result<i64> {
    let output = match Command::new(name).arg("--version").output() {
        Ok(output) => output,
        Err(error) if error.kind() == io::ErrorKind::NotFound => bail!(
            "PostgreSQL is backed up and restored by its own programs, and {name} is not installed here: install \
             them (on Debian postgresql-client), or have the database backed up where it runs"
        ),
        Err(error) => return Err(error).with_context(|| format!("cannot run {name}")),
    };
    let text = String::from_utf8_lossy(&output.stdout);
    // `pg_dump (PostgreSQL) 15.6 (Debian 15.6-1)`, `... 18beta1`.
    let version = text
        .split_once(')')
        .map_or("", |(_, rest)| rest.trim_start());
    let digits: String = version.chars().take_while(char::is_ascii_digit).collect();
    digits
        .parse()
        .with_context(|| format!("cannot tell the version of {name}: {text}"))
}

/// Runs a program to its end, aside from the threads of requests; returns what it printed.
async fn run(mut command: Command) -> anyhow::Result<Vec<u8>> {
    let name = command.get_program().to_string_lossy().into_owned();
    let output = tokio::task::spawn_blocking(move || command.output()).await?;
    let output = output.with_context(|| format!("cannot run {name}"))?;
    if !output.status.success() {
        bail!(
            "{name} failed: {}",
            String::from_utf8_lossy(&output.stderr).trim()
        );
    }
    Ok(output.stdout)
}
