//! Calls of server functions that change something. Like Leptos's `ServerAction`, but compiled once
//! instead of once for each function (decision 0018), and safe to read when its view is gone: an
//! answer can come while the part of the page around it is replaced.
use super::{
    navigation::{Redirect, use_redirect},
    post::post,
    waiting::Waiting,
};
use crate::{AppError, changes::LatestChange, decode_error};
use leptos::{prelude::*, server_fn::ServerFn, task::spawn_local};
use serde::de::DeserializeOwned;
use std::marker::PhantomData;

/// A call of the server function `S`.
pub struct ServerMutation<S> {
    sent: MutationHandle,
    function: PhantomData<fn() -> S>,
}

impl<S> Clone for ServerMutation<S> {
    fn clone(&self) -> Self {
        *self
    }
}
impl<S> Copy for ServerMutation<S> {}

/// A call without the type of its function: takes form data and returns JSON.
#[derive(Clone, Copy)]
pub struct MutationHandle {
    pub path: &'static str,
    pending: RwSignal<bool>,
    value: RwSignal<Option<Result<String, AppError>>>,
    redirect: StoredValue<Redirect>,
    waiting: Option<Waiting>,
    changes: Option<LatestChange>,
}

impl<S> From<ServerMutation<S>> for MutationHandle {
    fn from(act: ServerMutation<S>) -> Self {
        act.sent
    }
}

impl<S> ServerMutation<S>
where
    S: ServerFn<Error = AppError>,
    S::Output: DeserializeOwned,
{
    pub fn new() -> Self {
        Self {
            sent: MutationHandle::new(S::PATH),
            function: PhantomData,
        }
    }

    /// The latest result; `None` before the first, and when its view is gone.
    pub fn value(self) -> Option<Result<S::Output, AppError>> {
        let read = |answer: &Option<Result<String, AppError>>| {
            Some(match answer.as_ref()? {
                Ok(body) => serde_json::from_slice(body.as_bytes()).map_err(|_| decode_error()),
                Err(error) => Err(error.clone()),
            })
        };
        self.sent.value.try_with(read).flatten()
    }

    /// Clears the latest result.
    pub fn reset(self) {
        self.sent.reset();
    }
}

impl MutationHandle {
    fn new(path: &'static str) -> Self {
        Self {
            path,
            pending: RwSignal::new(false),
            value: RwSignal::new(None),
            redirect: StoredValue::new(use_redirect()),
            waiting: use_context(),
            changes: use_context(),
        }
    }

    /// Sends the data, unless the answer to earlier data is still on its way.
    pub fn dispatch(self, data: String) {
        let is_free = !self.is_pending_untracked();
        let Some(redirect) = self.redirect.try_get_value().filter(|_| is_free) else {
            return;
        };
        let _ = self.pending.try_set(true);
        spawn_local(async move {
            let answer = post(self.path, data).await;
            if let Some(location) = answer.location {
                redirect(&location);
            }
            let _ = self.pending.try_set(false);
            let is_heard = self.value.try_set(Some(answer.body)).is_none();
            // The list around it came again meanwhile, and the server tells a page nothing of what it did itself.
            if let Some(changes) = self.changes.filter(|_| !is_heard) {
                changes.refetch_all();
            }
            if let Some(waiting) = self.waiting {
                waiting.end_mutation();
            }
        });
    }

    /// Clears the latest result.
    pub fn reset(self) {
        let _ = self.value.try_set(None);
    }

    pub fn is_pending(self) -> bool {
        self.pending.try_get().unwrap_or(false)
    }

    fn is_pending_untracked(self) -> bool {
        self.pending.try_get_untracked().unwrap_or(false)
    }

    /// The error of the latest result: `None` before the first, `Some(None)` after a success.
    pub fn error(self) -> Option<Option<AppError>> {
        let error = |answer: &Option<Result<String, AppError>>| {
            Some(answer.as_ref()?.as_ref().err().cloned())
        };
        self.value.try_with(error).flatten()
    }
}

/// Calls `then` with each success. The form shows the errors.
pub fn on_success<S>(act: ServerMutation<S>, then: impl Fn(S::Output) + 'static)
where
    S: ServerFn<Error = AppError> + 'static,
    S::Output: DeserializeOwned,
{
    Effect::new(move || {
        if let Some(Ok(outcome)) = act.value() {
            untrack(|| then(outcome));
        }
    });
}
