//! What other users of the machine cannot read, and how many files the process may open.
use crate::backups::disk::with_end;
use rustix::{
    fs::Mode,
    process::{Resource, Rlimit, getrlimit, setrlimit, umask},
};
use std::{
    fs::{Permissions, set_permissions},
    os::unix::fs::PermissionsExt,
    path::{Path, PathBuf},
};

/// Has new files and folders belong to this user alone. Called before the first is made.
pub fn hide_new_files() {
    umask(Mode::RWXG | Mode::RWXO);
}

/// Makes the folder and the database's files readable to their owner alone: they may be from before,
/// or from a copy. Those of another owner stay as they are, and are logged.
pub fn hide_database(database_url: &str, folder: &Path) {
    hide(folder, 0o700);
    for file in database_files(database_url) {
        hide(&file, 0o600);
    }
}

fn hide(path: &Path, mode: u32) {
    if path.exists()
        && let Err(error) = set_permissions(path, Permissions::from_mode(mode))
    {
        tracing::warn!(%error, path = %path.display(), "others may be able to read this");
    }
}

/// The file of an SQLite database, with its log and index.
fn database_files(database_url: &str) -> Vec<PathBuf> {
    let Some(file) = db::upkeep::sqlite_file(database_url) else {
        return Vec::new();
    };
    ["", "-wal", "-shm"]
        .map(|end| with_end(&file, end))
        .to_vec()
}

/// Raises the limit of open files as far as it goes without asking, and returns it: each connection is
/// one.
pub fn raise_open_files() -> usize {
    const USUAL: u64 = 1024;
    let limits = getrlimit(Resource::Nofile);
    let raised = Rlimit {
        current: limits.maximum,
        ..limits
    };
    let limits = match setrlimit(Resource::Nofile, raised) {
        Ok(()) => getrlimit(Resource::Nofile),
        Err(_) => limits,
    };
    usize::try_from(limits.current.unwrap_or(USUAL)).unwrap_or(usize::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_from_before_are_hidden() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("muster.db");
        std::fs::write(&file, "").unwrap();
        std::fs::write(folder.path().join("muster.db-wal"), "").unwrap();
        let mode = |path: &Path| path.metadata().unwrap().permissions().mode() & 0o777;
        for path in [&file, &folder.path().join("muster.db-wal")] {
            set_permissions(path, Permissions::from_mode(0o644)).unwrap();
        }
        set_permissions(folder.path(), Permissions::from_mode(0o755)).unwrap();
        let url = format!("sqlite://{}?mode=rwc", file.display());
        hide_database(&url, folder.path());
        assert_eq!(mode(folder.path()), 0o700);
        assert_eq!(mode(&file), 0o600);
        assert_eq!(mode(&folder.path().join("muster.db-wal")), 0o600);
    }
}
