//! What the system says of this process.
use super::looked_up::LookedUp;
use procfs::process::{LimitValue, Process};

/// Looks it up; what cannot be read stays as it was.
pub(super) fn look_up(of: &LookedUp) {
    let Ok(process) = Process::myself() else {
        return;
    };
    if let Ok(stat) = process.stat() {
        let ticks = procfs::ticks_per_second() as f64;
        let used = (stat.utime + stat.stime) as f64 / ticks;
        of.cpu.inc_by((used - of.cpu.get()).max(0.0));
        let pages = i64::try_from(stat.rss.saturating_mul(procfs::page_size()));
        of.memory.set(pages.unwrap_or(i64::MAX));
        of.threads.set(stat.num_threads);
        if let Ok(booted) = procfs::boot_time_secs() {
            of.started_at
                .set(booted as f64 + stat.starttime as f64 / ticks);
        }
    }
    if let Ok(open) = process.fd_count() {
        of.open_files.set(i64::try_from(open).unwrap_or(i64::MAX));
    }
    if let Ok(limits) = process.limits()
        && let LimitValue::Value(most) = limits.max_open_files.soft_limit
    {
        of.most_files.set(i64::try_from(most).unwrap_or(i64::MAX));
    }
}
