//! Files that are on the disk before anyone is told so, and the room for them.
use anyhow::{Context, bail};
use domain::backups::readable_bytes;
use std::{
    fs, io,
    os::unix::fs::{DirBuilderExt, OpenOptionsExt},
    path::{Path, PathBuf},
};

/// Bytes that a backup leaves free, so that it never takes the portal's last ones.
pub const RESERVE: u64 = 64 << 20;

/// Returns the bytes that are free on the disk of `path` for a user without privileges.
///
/// # Errors
/// The path does not exist.
pub fn free(path: &Path) -> io::Result<u64> {
    let disk = rustix::fs::statvfs(path)?;
    Ok(disk.f_bavail.saturating_mul(disk.f_frsize))
}

/// Makes sure that `bytes` fit into the folder, with a reserve.
///
/// # Errors
/// They do not, or the folder cannot be read.
pub fn require(folder: &Path, bytes: u64) -> anyhow::Result<()> {
    let free = free(folder).with_context(|| format!("cannot read {}", folder.display()))?;
    let needed = bytes.saturating_add(RESERVE);
    if free < needed {
        bail!(
            "too little room in {}: {} are free, {} are needed",
            folder.display(),
            readable_bytes(free),
            readable_bytes(needed)
        );
    }
    Ok(())
}

/// Makes the folder, readable to this user alone, unless it exists.
///
/// # Errors
/// It cannot be made.
pub fn make_folder(folder: &Path) -> anyhow::Result<()> {
    let made = fs::DirBuilder::new()
        .recursive(true)
        .mode(0o700)
        .create(folder);
    made.with_context(|| format!("cannot create the folder {}", folder.display()))
}

/// Creates an empty file that this user alone can read.
///
/// # Errors
/// It exists, or cannot be made.
pub fn create_private(file: &Path) -> io::Result<fs::File> {
    let mut options = fs::OpenOptions::new();
    options.write(true).create_new(true).mode(0o600).open(file)
}

/// Gives a finished file its name. Once this returns, both are on the disk.
///
/// # Errors
/// The disk failed.
pub fn put_in_place(finished: &Path, file: &Path) -> io::Result<()> {
    fs::File::open(finished)?.sync_all()?;
    fs::rename(finished, file)?;
    sync_folder(file)
}

/// Has the names in the folder of `file` on the disk.
fn sync_folder(file: &Path) -> io::Result<()> {
    fs::File::open(folder_of(file))?.sync_all()
}

/// Returns the folder of a file: `.` for a mere name.
#[must_use]
pub fn folder_of(file: &Path) -> PathBuf {
    match file.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder.to_owned(),
        _ => PathBuf::from("."),
    }
}

/// Returns the file's name with `end` behind it, as SQLite names what it puts next to a database.
#[must_use]
pub fn with_end(file: &Path, end: &str) -> PathBuf {
    let mut path = file.to_owned().into_os_string();
    path.push(end);
    path.into()
}

/// A file that is removed unless it was given its name, with what SQLite puts next to it.
#[derive(Debug)]
pub struct Unfinished(pub PathBuf);

impl Unfinished {
    /// Returns a name next to `file` that no other process uses: `.NAME.PID.part`.
    #[must_use]
    pub fn next_to(file: &Path) -> Self {
        let name = file.file_name().unwrap_or_default().to_string_lossy();
        let name = format!(".{name}.{}.part", std::process::id());
        Self(folder_of(file).join(name))
    }
}

impl Drop for Unfinished {
    fn drop(&mut self) {
        for end in ["", "-wal", "-shm", "-journal"] {
            // Usually it has its name by now, and nothing is left here.
            let _ = fs::remove_file(with_end(&self.0, end));
        }
    }
}

/// Returns the first bytes of a file, by which its kind is known.
///
/// # Errors
/// It cannot be read.
pub fn head(file: &Path) -> anyhow::Result<Vec<u8>> {
    use std::io::Read;
    let mut head = Vec::new();
    let opened = fs::File::open(file).with_context(|| format!("cannot open {}", file.display()))?;
    let read = opened.take(16).read_to_end(&mut head);
    read.with_context(|| format!("cannot read {}", file.display()))?;
    Ok(head)
}
