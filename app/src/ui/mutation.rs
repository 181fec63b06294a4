//! Calls of server functions that change something. Like Leptos's `ServerAction`, but compiled once
//! instead of once for each function: decision 0018.
use super::toast;
use crate::{AppError, changes::page_id, decode_error};
use domain::events::PAGE_HEADER;
use gloo_net::http::{Request, Response};
use leptos::{
    prelude::*,
    server_fn::{
        ServerFn,
        redirect::{REDIRECT_HEADER, call_redirect_hook},
    },
};
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
    action: Action<String, Result<String, AppError>>,
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
        let path = S::PATH;
        Self {
            sent: MutationHandle {
                path,
                action: Action::new_unsync(move |data: &String| post(path, data.clone())),
            },
            function: PhantomData,
        }
    }

    /// The latest result; `None` before the first.
    pub fn value(self) -> Option<Result<S::Output, AppError>> {
        self.sent.action.value().with(|answer| {
            Some(match answer.as_ref()? {
                Ok(body) => serde_json::from_slice(body.as_bytes()).map_err(|_| decode_error()),
                Err(error) => Err(error.clone()),
            })
        })
    }

    /// Clears the latest result.
    pub fn reset(self) {
        self.sent.action.value().set(None);
    }
}

impl MutationHandle {
    pub fn dispatch(self, data: String) {
        self.action.dispatch(data);
    }

    pub fn pending(self) -> Signal<bool> {
        self.action.pending().into()
    }

    /// The error of the latest result: `None` before the first, `Some(None)` after a success.
    pub fn error(self) -> Option<Option<AppError>> {
        self.action
            .value()
            .with(|answer| Some(answer.as_ref()?.as_ref().err().cloned()))
    }
}

/// Posts form data to a server function, and follows its redirect.
async fn post(path: &str, data: String) -> Result<String, AppError> {
    let lost = |_| AppError::Unreachable;
    let request = Request::post(path)
        .header("Accept", "application/json")
        .header("Content-Type", "application/x-www-form-urlencoded")
        .header(PAGE_HEADER, &page_id())
        .body(data)
        .map_err(lost)?;
    let response = request.send().await.map_err(lost)?;
    let body = response.text().await.map_err(lost)?;
    follow_redirect(&response);
    if response.ok() {
        Ok(body)
    } else {
        Err(serde_json::from_slice(body.as_bytes()).unwrap_or_else(|_| decode_error()))
    }
}

fn follow_redirect(response: &Response) {
    let headers = response.headers();
    if headers.get(REDIRECT_HEADER).is_some()
        && let Some(location) = headers.get("Location")
    {
        call_redirect_hook(&location);
    }
}

/// Calls `then` with each success, and shows each error in a toast.
pub fn on_success<S>(act: ServerMutation<S>, then: impl Fn(S::Output) + 'static)
where
    S: ServerFn<Error = AppError> + 'static,
    S::Output: DeserializeOwned,
{
    Effect::new(move || match act.value() {
        Some(Ok(outcome)) => untrack(|| then(outcome)),
        Some(Err(error)) => toast(error.to_string()),
        None => {}
    });
}
