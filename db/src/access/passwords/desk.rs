//! The hashing desk: a few threads with a block of memory each, and a line in front of them that has
//! an end (docs/decisions/0042).
use super::lane::{Job, Lane};
use crate::Error;
use argon2::Block;
use domain::throttle::Source;
use std::{
    sync::{Arc, Condvar, Mutex, MutexGuard, OnceLock, PoisonError},
    time::Duration,
};
use tokio::sync::oneshot;

/// The memory of one hash, in KiB.
pub(super) const BLOCKS: usize = 19_456;
/// Each takes 19 MiB and a processor for tens of milliseconds.
const WORKERS: usize = 2;
/// So many wait: some ten seconds on two processors, and more than a school.
const MOST_WAITING: usize = 600;
/// A worker without work for so long gives its memory back.
const IDLE: Duration = Duration::from_secs(30);

/// Who is at the desk.
#[derive(Clone, Copy, Debug, Default)]
pub struct Waiter {
    /// `None` where nobody waits, as on the command line.
    pub source: Option<Source>,
    /// In a browser that the account signed in with before, or signed in: goes first.
    pub is_known: bool,
}

/// How many are in each lane.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Waiting {
    pub known: usize,
    pub others: usize,
}

tokio::task_local! {
    /// The visitor for whom this task works.
    pub(super) static WAITER: Waiter;
}

#[derive(Default)]
struct Line {
    known: Lane,
    others: Lane,
}

pub(super) struct Desk {
    line: Mutex<Line>,
    came: Condvar,
    most_waiting: usize,
}

impl Desk {
    pub(super) fn new(most_waiting: usize) -> Arc<Self> {
        Arc::new(Self {
            line: Mutex::default(),
            came: Condvar::new(),
            most_waiting,
        })
    }

    /// The desk of this process, with its workers.
    pub(super) fn open() -> &'static Arc<Self> {
        static DESK: OnceLock<Arc<Desk>> = OnceLock::new();
        DESK.get_or_init(|| {
            let desk = Self::new(MOST_WAITING);
            for _ in 0..WORKERS {
                let desk = desk.clone();
                std::thread::spawn(move || desk.serve());
            }
            desk
        })
    }

    /// Waits for its turn and does the work.
    ///
    /// # Errors
    /// [`Error::Overloaded`] at once if too many wait; later if others came for whom there is room.
    pub(super) async fn work<T: Send + 'static>(
        &self,
        work: impl FnOnce(&mut [Block]) -> T + Send + 'static,
    ) -> Result<T, Error> {
        let visitor = WAITER.try_with(|visitor| *visitor).unwrap_or_default();
        let (reply, done) = oneshot::channel();
        let reply = Arc::new(Mutex::new(Some(reply)));
        let left = reply.clone();
        let job = Job {
            work: Box::new(move |blocks| {
                let reply = reply.lock().unwrap_or_else(PoisonError::into_inner).take();
                if let Some(reply) = reply {
                    let _ = reply.send(work(blocks));
                }
            }),
            is_closed: Box::new(move || {
                let reply = left.lock().unwrap_or_else(PoisonError::into_inner);
                reply.as_ref().is_none_or(oneshot::Sender::is_closed)
            }),
        };
        self.queue(visitor, job)?;
        done.await.map_err(|_| Error::Overloaded)
    }

    fn queue(&self, visitor: Waiter, job: Job) -> Result<(), Error> {
        let mut line = self.line();
        let lane = if visitor.is_known {
            &mut line.known
        } else {
            &mut line.others
        };
        if lane.length >= self.most_waiting {
            lane.forget_those_who_left();
        }
        if lane.length >= self.most_waiting && !lane.make_room(visitor.source) {
            return Err(Error::Overloaded);
        }
        lane.push(visitor.source, job);
        self.came.notify_one();
        Ok(())
    }

    pub(super) fn waiting(&self) -> Waiting {
        let line = self.line();
        Waiting {
            known: line.known.length,
            others: line.others.length,
        }
    }

    fn serve(&self) {
        let mut blocks: Vec<Block> = Vec::new();
        loop {
            let Some(job) = self.next() else {
                blocks = Vec::new();
                continue;
            };
            let Job { work, is_closed } = job;
            if is_closed() {
                continue;
            }
            blocks.resize(BLOCKS, Block::default());
            // A panic must not end the worker.
            let work = std::panic::AssertUnwindSafe(|| work(&mut blocks));
            if std::panic::catch_unwind(work).is_err() {
                tracing::error!("hashing a password panicked");
            }
        }
    }

    /// Waits for a job; `None` if none came for a while.
    fn next(&self) -> Option<Job> {
        let mut line = self.line();
        loop {
            if let Some(job) = line.known.pop().or_else(|| line.others.pop()) {
                return Some(job);
            }
            let (again, timeout) = self
                .came
                .wait_timeout(line, IDLE)
                .unwrap_or_else(PoisonError::into_inner);
            line = again;
            if timeout.timed_out() {
                return line.known.pop().or_else(|| line.others.pop());
            }
        }
    }

    fn line(&self) -> MutexGuard<'_, Line> {
        self.line.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::atomic::{AtomicUsize, Ordering};

    fn visitor(number: u8, is_known: bool) -> Waiter {
        let source = Some(Source::of([192, 0, 2, number].into()));
        Waiter { source, is_known }
    }

    /// Comes to the desk and says when it was served.
    async fn come(desk: &Desk, who: Waiter, served: &Arc<AtomicUsize>) -> Result<usize, Error> {
        let served = served.clone();
        let work = desk.work(move |_| served.fetch_add(1, Ordering::SeqCst));
        WAITER.scope(who, work).await
    }

    #[tokio::test]
    async fn the_line_has_an_end_and_a_crowd_makes_room() {
        let desk = Desk::new(4);
        let served = Arc::new(AtomicUsize::new(0));
        let crowd: Vec<_> = (0..4)
            .map(|_| come(&desk, visitor(1, false), &served))
            .collect();
        let mut crowd: Vec<_> = crowd.into_iter().map(Box::pin).collect();
        for waiting in &mut crowd {
            assert!(futures::poll!(waiting).is_pending());
        }
        let one_more = come(&desk, visitor(1, false), &served).await;
        assert!(matches!(one_more, Err(Error::Overloaded)), "{one_more:?}");
        // Another source gets the place of the crowd's last, and its turn after the first.
        let mut other = Box::pin(come(&desk, visitor(2, false), &served));
        assert!(futures::poll!(&mut other).is_pending());
        let last = crowd.pop().unwrap().await;
        assert!(matches!(last, Err(Error::Overloaded)), "{last:?}");
        // A known browser has a line of its own, which goes first.
        let mut known = Box::pin(come(&desk, visitor(1, true), &served));
        assert!(futures::poll!(&mut known).is_pending());
        let worker = desk.clone();
        std::thread::spawn(move || worker.serve());
        assert_eq!(known.await.unwrap(), 0);
        assert_eq!(other.await.unwrap(), 2);
        for (waiting, turn) in crowd.into_iter().zip([1, 3, 4]) {
            assert_eq!(waiting.await.unwrap(), turn);
        }
    }

    #[tokio::test]
    async fn who_leaves_gives_the_place_back() {
        let desk = Desk::new(1);
        let served = Arc::new(AtomicUsize::new(0));
        let mut first = Box::pin(come(&desk, visitor(1, false), &served));
        assert!(futures::poll!(&mut first).is_pending());
        drop(first);
        let mut second = Box::pin(come(&desk, visitor(1, false), &served));
        assert!(futures::poll!(&mut second).is_pending(), "not refused");
    }

    /// Checking passwords again and again takes the memory of one worker each.
    #[test]
    fn workers_share_no_more_than_their_blocks() {
        let bytes = WORKERS * BLOCKS * size_of::<Block>();
        assert!(bytes < 40 * 1_024 * 1_024, "{bytes}");
    }
}
