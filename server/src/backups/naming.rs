//! Names of the files that the portal makes by itself, by which it knows what it may delete.
use domain::time::Timestamp;
use std::{
    fs, io,
    path::{Path, PathBuf},
};

const PREFIX: &str = "muster-";

/// Returns the moment as it is in names: `20261129-031500`, in UTC.
#[must_use]
pub fn stamp(at: Timestamp) -> String {
    let digits: String = at.iso().chars().filter(char::is_ascii_digit).collect();
    let (date, time) = digits.split_at_checked(8).unwrap_or((&digits, ""));
    format!("{date}-{time}")
}

/// Returns the name of a backup that is made by itself: `muster-20261129-031500.db`.
#[must_use]
pub fn file_name(at: Timestamp, is_sqlite: bool) -> String {
    let end = if is_sqlite { "db" } else { "dump" };
    format!("{PREFIX}{}.{end}", stamp(at))
}

/// Whether the portal gave a file this name.
fn is_own_name(name: &str) -> bool {
    let Some(rest) = name.strip_prefix(PREFIX) else {
        return false;
    };
    let stamp = rest.strip_suffix(".db").or(rest.strip_suffix(".dump"));
    stamp.is_some_and(|stamp| {
        let is_right = |(place, letter): (usize, char)| match place {
            8 => letter == '-',
            _ => letter.is_ascii_digit(),
        };
        stamp.len() == 15 && stamp.chars().enumerate().all(is_right)
    })
}

/// Whether a backup with such a name was begun, and not finished.
fn is_own_rest(name: &str) -> bool {
    let begun = name
        .strip_prefix('.')
        .and_then(|name| name.strip_suffix(".part"));
    begun
        .and_then(|name| name.rsplit_once('.'))
        .is_some_and(|(name, _)| is_own_name(name))
}

/// Deletes all but the `keep` newest backups that the portal made by itself; returns how many went. `made`
/// is one of those that stay, whatever time the clock had.
///
/// # Errors
/// The folder cannot be read, or a file not be deleted.
pub(super) fn prune(folder: &Path, keep: usize, made: &Path) -> io::Result<usize> {
    let mut ours = named(folder, is_own_name)?;
    ours.retain(|file| file != made);
    // The names sort as the moments in them.
    ours.sort();
    let old = ours.len().saturating_sub(keep.saturating_sub(1));
    for file in &ours[..old] {
        fs::remove_file(file)?;
    }
    Ok(old)
}

/// Deletes what interrupted backups left. Called while no other is being made.
///
/// # Errors
/// The folder cannot be read, or a file not be deleted.
pub(super) fn remove_rests(folder: &Path) -> io::Result<()> {
    for file in named(folder, is_own_rest)? {
        fs::remove_file(file)?;
    }
    Ok(())
}

fn named(folder: &Path, is_named: impl Fn(&str) -> bool) -> io::Result<Vec<PathBuf>> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        if entry.file_type()?.is_file() && entry.file_name().to_str().is_some_and(&is_named) {
            found.push(entry.path());
        }
    }
    Ok(found)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_files_of_our_naming_are_deleted_the_oldest_first() {
        let folder = tempfile::tempdir().unwrap();
        let moment = Timestamp::parse_input("2026-11-29T03:15").unwrap();
        assert_eq!(file_name(moment, true), "muster-20261129-031500.db");
        let ours: Vec<_> = (0..5)
            .map(|day| file_name(moment.plus_days(day), day % 2 == 0))
            .collect();
        let others = [
            "muster.db",
            "muster-20261129-031500.db.gz",
            "muster-20261129-03150x.db",
            "muster-before-update.db",
            "muster-20261129-031500.db-wal",
            ".muster-20261129-031500.db.77.part.txt",
        ];
        for name in ours.iter().map(String::as_str).chain(others) {
            fs::write(folder.path().join(name), "").unwrap();
        }
        fs::create_dir(folder.path().join("muster-20200101-000000.db")).unwrap();
        fs::write(folder.path().join(".muster-20261129-031500.db.77.part"), "").unwrap();
        remove_rests(folder.path()).unwrap();
        let made = folder.path().join(&ours[3]);
        assert_eq!(prune(folder.path(), 2, &made).unwrap(), 3);
        let mut left: Vec<_> = fs::read_dir(folder.path())
            .unwrap()
            .map(|entry| entry.unwrap().file_name().into_string().unwrap())
            .collect();
        left.sort();
        let mut right: Vec<_> = others.map(str::to_owned).to_vec();
        right.extend_from_slice(&ours[3..]);
        right.push("muster-20200101-000000.db".to_owned());
        right.sort();
        assert_eq!(left, right);
        assert_eq!(prune(folder.path(), 0, &made).unwrap(), 1);
        assert!(made.exists(), "the one just made, though another is later");
    }
}
