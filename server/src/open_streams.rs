//! The open event streams: how many a session and a user have, and one task for each session that
//! finds out what its streams are told.
use domain::{
    events::{ChangeEvent, PageId},
    ids::UserId,
};
use std::{
    collections::HashMap,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};
use tokio::{
    sync::{broadcast, oneshot},
    task::AbortHandle,
};

/// Streams of one session: its visible pages.
const PER_SESSION: usize = 8;
/// Streams of one user.
const PER_USER: usize = 20;
/// Notices that a stream may be behind; one that is further behind fetches everything.
const BEHIND: usize = 64;

/// What a commit changed for a session.
#[derive(Clone, Debug)]
pub struct SessionEvents {
    /// The page that caused it.
    pub page: Option<PageId>,
    pub events: Arc<[ChangeEvent]>,
}

#[derive(Clone, Default)]
pub struct OpenStreams(Arc<Mutex<State>>);

#[derive(Default)]
struct State {
    last: u64,
    /// In the order in which they were opened.
    open: Vec<Open>,
    listeners: HashMap<String, Listener>,
}

struct Open {
    number: u64,
    user: UserId,
    session: String,
    /// Dropped to end the stream.
    _end: oneshot::Sender<()>,
}

/// The task that listens for a session.
struct Listener {
    notices: broadcast::Sender<SessionEvents>,
    task: AbortHandle,
}

/// A stream's place among the open ones, which it leaves when this is dropped.
pub struct Place {
    streams: OpenStreams,
    number: u64,
    session: String,
}

impl OpenStreams {
    /// Makes room for a stream, by ending the oldest of the session or the user. The receiver resolves
    /// when it has to end itself.
    pub fn enter(&self, user: UserId, session: &str) -> (Place, oneshot::Receiver<()>) {
        let (end, ended) = oneshot::channel();
        let mut state = self.lock();
        state.make_room(PER_SESSION, |open| open.session == session);
        state.make_room(PER_USER, |open| open.user == user);
        state.last += 1;
        let number = state.last;
        state.open.push(Open {
            number,
            user,
            session: session.to_owned(),
            _end: end,
        });
        let place = Place {
            streams: self.clone(),
            number,
            session: session.to_owned(),
        };
        (place, ended)
    }

    /// Returns the session's notices; `listen` starts the task that sends them, if none does.
    pub fn notices(
        &self,
        place: &Place,
        listen: impl FnOnce(broadcast::Sender<SessionEvents>) -> AbortHandle,
    ) -> broadcast::Receiver<SessionEvents> {
        let mut state = self.lock();
        if let Some(listener) = state.listeners.get(&place.session) {
            return listener.notices.subscribe();
        }
        let (notices, receiver) = broadcast::channel(BEHIND);
        let task = listen(notices.clone());
        let listener = Listener { notices, task };
        state.listeners.insert(place.session.clone(), listener);
        receiver
    }

    /// How many are open.
    pub fn count(&self) -> usize {
        self.lock().open.len()
    }

    /// Ends the notices of a session that has ended.
    pub fn end(&self, session: &str) {
        self.lock().listeners.remove(session);
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl State {
    /// Leaves fewer than `most` of these streams.
    fn make_room(&mut self, most: usize, of: impl Fn(&Open) -> bool) {
        while self.open.iter().filter(|open| of(open)).count() >= most {
            let Some(oldest) = self.open.iter().position(&of) else {
                return;
            };
            self.open.remove(oldest);
        }
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        let mut state = self.streams.lock();
        state.open.retain(|open| open.number != self.number);
        if state.open.iter().all(|open| open.session != self.session)
            && let Some(listener) = state.listeners.remove(&self.session)
        {
            listener.task.abort();
        }
    }
}
