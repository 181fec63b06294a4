//! An archive that `pg_dump` wrote: what is in it, and how it takes the place of a database.
use super::{program, run};
use anyhow::{Context, bail};
use std::{
    io,
    path::{Path, PathBuf},
    process::{Command, Stdio},
};

/// How an archive begins.
const MAGIC: &[u8] = b"PGDMP";

/// An archive in PostgreSQL's custom format.
#[derive(Clone, Debug)]
pub struct Archive(PathBuf);

impl Archive {
    /// # Errors
    /// The file cannot be read, or is no such archive.
    pub fn open(file: &Path) -> anyhow::Result<Self> {
        if !Self::is(&super::super::disk::head(file)?) {
            bail!("{} is no archive of pg_dump", file.display());
        }
        Ok(Self(file.to_owned()))
    }

    /// Whether a file with this head is such an archive.
    #[must_use]
    pub fn is(head: &[u8]) -> bool {
        head.starts_with(MAGIC)
    }

    /// Reads all of it.
    ///
    /// # Errors
    /// A part is damaged, or `pg_restore` is missing or too old for it.
    pub async fn read_through(&self) -> anyhow::Result<()> {
        let mut command = self.script();
        command.arg("--file=/dev/null");
        run(command).await.map(drop)
    }

    /// Returns the rows of these columns of a table; none if it is not in the archive.
    ///
    /// # Errors
    /// As [`Self::read_through`].
    pub async fn rows(&self, table: &str, columns: &[&str]) -> anyhow::Result<Vec<Vec<String>>> {
        let mut command = self.script();
        command
            .args(["--data-only", "--file=-"])
            .arg(format!("--table={table}"));
        let printed = run(command).await?;
        Ok(rows_of(&String::from_utf8_lossy(&printed), columns))
    }

    fn script(&self) -> Command {
        let mut command = Command::new("pg_restore");
        command
            .args(["--no-owner", "--no-privileges"])
            .arg(&self.0)
            .stdin(Stdio::null());
        command
    }
}

/// Reads `COPY table (a, b) FROM stdin;` and the lines to `\.`. The values that are asked for are
/// names and sealed texts, in which nothing is escaped.
fn rows_of(script: &str, columns: &[&str]) -> Vec<Vec<String>> {
    let mut lines = script.lines();
    let Some(head) = lines.find(|line| line.starts_with("COPY ")) else {
        return Vec::new();
    };
    let names = head.split_once('(').map_or("", |(_, rest)| rest);
    let names = names.split_once(')').map_or("", |(names, _)| names);
    let names: Vec<_> = names
        .split(", ")
        .map(|name| name.trim_matches('"'))
        .collect();
    let place = |column: &&str| names.iter().position(|name| name == column);
    let places: Vec<_> = columns.iter().filter_map(place).collect();
    let row = |line: &str| {
        let values: Vec<_> = line.split('\t').collect();
        let value = |place: &usize| (*values.get(*place).unwrap_or(&"")).to_owned();
        places.iter().map(value).collect()
    };
    lines.take_while(|line| *line != r"\.").map(row).collect()
}

/// Puts what is in the archive in the place of these tables, in one transaction: if anything fails, all is as
/// it was.
///
/// # Errors
/// `psql` or `pg_restore` failed.
pub async fn replace(url: &str, archive: &Archive, tables: &[String]) -> anyhow::Result<()> {
    let mut into = program("psql", url)?;
    into.args(["--quiet", "--no-psqlrc", "--single-transaction"])
        .args(["--set", "ON_ERROR_STOP=1", "--output=/dev/null"]);
    if !tables.is_empty() {
        into.arg("--command");
        into.arg(format!("DROP TABLE {} CASCADE", tables.join(", ")));
        into.arg("--command");
        into.arg(format!(
            "DROP FUNCTION IF EXISTS {}",
            db::upkeep::functions().join(", ")
        ));
    }
    into.arg("--file=-")
        .stdin(Stdio::piped())
        .stderr(Stdio::piped());
    let mut from = archive.script();
    from.arg("--file=-")
        .stdout(Stdio::piped())
        .stderr(Stdio::piped());
    tokio::task::spawn_blocking(move || pipe(from, into)).await?
}

/// Feeds the second program what the first prints. It commits at the end of what it reads, so it is ended
/// before that if the first one failed.
fn pipe(mut from: Command, mut into: Command) -> anyhow::Result<()> {
    let mut reader = from.spawn().context("cannot run pg_restore")?;
    let mut writer = into.spawn().context("cannot run psql")?;
    let (mut printed, mut fed) = (
        reader.stdout.take().context("pg_restore has no output")?,
        writer.stdin.take().context("psql has no input")?,
    );
    // If psql refuses something it reads no further: what it says is told below.
    let copied = io::copy(&mut printed, &mut fed);
    drop(printed);
    let read = reader.wait_with_output()?;
    if copied.is_ok() && !read.status.success() {
        writer.kill()?;
        writer.wait()?;
        bail!(
            "pg_restore failed: {}",
            String::from_utf8_lossy(&read.stderr).trim()
        );
    }
    drop(fed);
    let written = writer.wait_with_output()?;
    if !written.status.success() {
        bail!(
            "psql failed: {}",
            String::from_utf8_lossy(&written.stderr).trim()
        );
    }
    copied.context("cannot hand the archive to psql")?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::rows_of;

    #[test]
    fn rows_are_read_from_a_script() {
        let script = "SET x = 1;\nCOPY public.group_keys (id, \"group\", cipher) FROM stdin;\n\
                      1\t2\tabc\n2\t2\tdef\n\\.\n\nSELECT 1;\n";
        assert_eq!(
            rows_of(script, &["cipher", "id"]),
            [["abc", "1"], ["def", "2"]]
        );
        assert!(rows_of("SET x = 1;\n", &["id"]).is_empty());
    }
}
