//! What this process works on: its mass actions and the imports that it resumed, as it looks for abandoned ones more
//! often than some steps take, and who waits to write.
use domain::ids::{ImportId, MassActionId};
use std::{
    collections::BTreeSet,
    sync::{
        Arc, Mutex, MutexGuard, PoisonError,
        atomic::{AtomicUsize, Ordering},
    },
};

/// Shared by the handles on one database.
#[derive(Clone, Default)]
pub(crate) struct AtWork(Arc<Shared>);

#[derive(Default)]
struct Shared {
    jobs: Mutex<BTreeSet<Job>>,
    writers: AtomicUsize,
}

/// What one task works on at a time.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Job {
    MassAction(MassActionId),
    Import(ImportId),
}

/// Lets the job go when it is dropped.
pub(crate) struct Work {
    all: AtWork,
    job: Job,
}

impl AtWork {
    /// Begins to work on the job; `None` if another task does.
    pub(crate) fn begin(&self, job: Job) -> Option<Work> {
        let all = self.clone();
        self.lock().insert(job).then(|| Work { all, job })
    }

    /// Counts a transaction that waits to begin, until what this returns is dropped.
    pub(crate) fn wait_to_write(&self) -> WaitingWriter<'_> {
        self.0.writers.fetch_add(1, Ordering::Relaxed);
        WaitingWriter(&self.0.writers)
    }

    /// How many transactions wait to begin.
    pub(crate) fn waiting_writers(&self) -> usize {
        self.0.writers.load(Ordering::Relaxed)
    }

    fn lock(&self) -> MutexGuard<'_, BTreeSet<Job>> {
        self.0.jobs.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Drop for Work {
    fn drop(&mut self) {
        self.all.lock().remove(&self.job);
    }
}

pub(crate) struct WaitingWriter<'a>(&'a AtomicUsize);

impl Drop for WaitingWriter<'_> {
    fn drop(&mut self) {
        self.0.fetch_sub(1, Ordering::Relaxed);
    }
}
