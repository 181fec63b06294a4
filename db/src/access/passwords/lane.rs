//! A line in front of the hashing desk.
use argon2::Block;
use domain::throttle::Source;
use std::collections::{HashMap, VecDeque};

/// What is hashed, with the memory for it.
pub(super) type Work = Box<dyn FnOnce(&mut [Block]) + Send>;

pub(super) struct Job {
    pub(super) work: Work,
    /// Whether the visitor has left.
    pub(super) is_closed: Box<dyn Fn() -> bool + Send>,
}

/// Those who wait: each source in turn, so that a crowd keeps no one else waiting.
#[derive(Default)]
pub(super) struct Lane {
    turns: VecDeque<Option<Source>>,
    jobs: HashMap<Option<Source>, VecDeque<Job>>,
    pub(super) length: usize,
}

impl Lane {
    pub(super) fn push(&mut self, source: Option<Source>, job: Job) {
        let jobs = self.jobs.entry(source).or_default();
        if jobs.is_empty() {
            self.turns.push_back(source);
        }
        jobs.push_back(job);
        self.length += 1;
    }

    pub(super) fn pop(&mut self) -> Option<Job> {
        let source = self.turns.pop_front()?;
        let jobs = self.jobs.get_mut(&source)?;
        let job = jobs.pop_front();
        if jobs.is_empty() {
            self.jobs.remove(&source);
        } else {
            self.turns.push_back(source);
        }
        self.length -= usize::from(job.is_some());
        job
    }

    fn waiting_from(&self, source: Option<Source>) -> usize {
        self.jobs.get(&source).map_or(0, VecDeque::len)
    }

    /// Makes room for a visitor from `source`: the last of the largest crowd leaves, unless that is
    /// the visitor's own.
    pub(super) fn make_room(&mut self, source: Option<Source>) -> bool {
        let crowds = self.jobs.iter().map(|(source, jobs)| (*source, jobs.len()));
        let Some((largest, size)) = crowds.max_by_key(|(_, size)| *size) else {
            return false;
        };
        if size <= self.waiting_from(source) + 1 {
            return false;
        }
        // Its reply is dropped with it, which tells the visitor.
        self.length -= usize::from(
            self.jobs
                .get_mut(&largest)
                .and_then(VecDeque::pop_back)
                .is_some(),
        );
        true
    }

    pub(super) fn forget_those_who_left(&mut self) {
        for jobs in self.jobs.values_mut() {
            jobs.retain(|job| !(job.is_closed)());
        }
        self.jobs.retain(|_, jobs| !jobs.is_empty());
        let jobs = &self.jobs;
        self.turns.retain(|source| jobs.contains_key(source));
        self.length = self.jobs.values().map(VecDeque::len).sum();
    }
}
