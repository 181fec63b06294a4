//! Backups that the portal makes by itself, as it remembers them.
use crate::time::Timestamp;
use serde::{Deserialize, Serialize};

/// A backup that was made and checked.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct BackupMade {
    pub at: Timestamp,
    /// The file, with its folder.
    pub file: String,
    pub bytes: u64,
    pub milliseconds: u64,
}

/// A backup that failed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct BackupFailure {
    pub at: Timestamp,
    pub reason: String,
}

/// The last backup, and the last failure since.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct BackupJournal {
    pub made: Option<BackupMade>,
    pub failed: Option<BackupFailure>,
}

/// A number of bytes as people read it: `512 B`, `1.5 MB`.
pub fn readable_bytes(bytes: u64) -> String {
    const UNITS: [&str; 4] = ["kB", "MB", "GB", "TB"];
    if bytes < 1000 {
        return format!("{bytes} B");
    }
    let mut tenths = bytes / 100;
    let mut unit = 0;
    while tenths >= 10_000 && unit + 1 < UNITS.len() {
        tenths /= 1000;
        unit += 1;
    }
    format!("{}.{} {}", tenths / 10, tenths % 10, UNITS[unit])
}

#[cfg(test)]
mod tests {
    use super::readable_bytes;

    #[test]
    fn bytes_are_readable() {
        let read = [0, 999, 1000, 1_234_567, 999_999_999, 5_000_000_000_000].map(readable_bytes);
        assert_eq!(
            read,
            ["0 B", "999 B", "1.0 kB", "1.2 MB", "999.9 MB", "5.0 TB"]
        );
    }
}
