//! What this process works on: its mass actions, as it looks for abandoned ones more often than some steps take,
//! and who waits to write.
use domain::ids::MassActionId;
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
    actions: Mutex<BTreeSet<MassActionId>>,
    writers: AtomicUsize,
}

/// Lets the action go when it is dropped.
pub(crate) struct Work {
    all: AtWork,
    action: MassActionId,
}

impl AtWork {
    /// Begins to work on the action; `None` if another task does.
    pub(crate) fn begin(&self, action: MassActionId) -> Option<Work> {
        let all = self.clone();
        self.lock().insert(action).then_some(Work { all, action })
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

    fn lock(&self) -> MutexGuard<'_, BTreeSet<MassActionId>> {
        self.0
            .actions
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
    }
}

impl Drop for Work {
    fn drop(&mut self) {
        self.all.lock().remove(&self.action);
    }
}

pub(crate) struct WaitingWriter<'a>(&'a AtomicUsize);

impl Drop for WaitingWriter<'_> {
    fn drop(&mut self) {
        self.0.fetch_sub(1, Ordering::Relaxed);
    }
}
