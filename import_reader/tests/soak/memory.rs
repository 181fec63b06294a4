//! The memory of this process, as Linux counts it.
use std::fs;

/// Returns the most bytes that `work` took in addition to what is taken now, and its result. `None`: not on Linux.
pub fn peak_of<T>(work: impl FnOnce() -> T) -> (Option<u64>, T) {
    // From here on the peak is counted again.
    let can = fs::write("/proc/self/clear_refs", "5").is_ok();
    let before = status("VmRSS:");
    let result = work();
    let peak = status("VmHWM:");
    let added = before
        .zip(peak)
        .map(|(before, peak)| peak.saturating_sub(before));
    (added.filter(|_| can), result)
}

fn status(name: &str) -> Option<u64> {
    let status = fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix(name))?;
    let kibibytes: u64 = line.split_whitespace().next()?.parse().ok()?;
    Some(kibibytes * 1_024)
}
