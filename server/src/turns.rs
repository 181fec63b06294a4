//! Pages that one user has rendered at a time.
use crate::failure_page::unavailable;
use app::server::Caller;
use axum::{
    extract::{Request, State},
    middleware::Next,
    response::Response,
};
use domain::{ids::UserId, messages::refusals, policy::Actor};
use std::{
    collections::HashMap,
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};
use tokio::{
    sync::{OwnedSemaphorePermit, Semaphore},
    time::timeout,
};

/// How many pages of a user are rendered at the same time; the next ones wait.
const AT_ONCE: usize = 2;

/// How long a page waits for its turn.
const PATIENCE: Duration = Duration::from_secs(20);

#[derive(Clone, Default)]
pub struct Turns(Arc<Mutex<HashMap<UserId, Arc<Semaphore>>>>);

/// Lets a user's page wait for its turn.
pub async fn take(State(turns): State<Turns>, request: Request, next: Next) -> Response {
    let caller = request.extensions().get::<Caller>();
    let actor = caller.and_then(|caller| caller.actor.as_ref());
    let Some(user) = actor.map(Actor::real_id) else {
        return next.run(request).await;
    };
    let Ok(_turn) = timeout(PATIENCE, turns.of(user)).await else {
        return unavailable(refusals::SLOW_PAGE);
    };
    next.run(request).await
}

impl Turns {
    /// Returns when it is the user's turn, which lasts until the permit is dropped.
    async fn of(&self, user: UserId) -> Option<OwnedSemaphorePermit> {
        let desk = {
            let mut users = self.0.lock().unwrap_or_else(PoisonError::into_inner);
            // Only those who wait or render hold theirs.
            users.retain(|_, desk| Arc::strong_count(desk) > 1);
            let new = || Arc::new(Semaphore::new(AT_ONCE));
            users.entry(user).or_insert_with(new).clone()
        };
        desk.acquire_owned().await.ok()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use futures::FutureExt;

    #[tokio::test]
    async fn one_user_renders_two_pages_at_once() {
        let turns = Turns::default();
        let (ana, ben) = (UserId(1), UserId(2));
        let first = turns.of(ana).await;
        let _second = turns.of(ana).await;
        let mut third = Box::pin(turns.of(ana));
        assert!(third.as_mut().now_or_never().is_none(), "waits");
        assert!(turns.of(ben).now_or_never().is_some(), "others do not");
        drop(first);
        assert!(third.await.is_some());
    }
}
