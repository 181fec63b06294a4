use super::toast;
use crate::AppError;
use leptos::{prelude::*, server_fn::ServerFn};

/// Does `then` with each success of an act on the page, and says each refusal in a toast.
pub fn follow<S>(action: ServerAction<S>, then: impl Fn(S::Output) + 'static)
where
    S: ServerFn<Error = AppError> + Clone + Send + Sync + 'static,
    S::Output: Clone + Send + Sync + 'static,
{
    let value = action.value();
    Effect::new(move || match value.get() {
        Some(Ok(outcome)) => untrack(|| then(outcome)),
        Some(Err(error)) => toast(error.to_string()),
        None => {}
    });
}
