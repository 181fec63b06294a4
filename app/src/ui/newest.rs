//! Requests that repeat while earlier ones are still on their way.
use leptos::{prelude::*, task::spawn_local};
use std::future::Future;

/// Numbers the requests for one thing, so that only the newest answer is shown, whichever arrives last.
#[derive(Clone, Copy)]
pub struct Newest(StoredValue<u32>);

impl Newest {
    pub fn new() -> Self {
        Self(StoredValue::new(0))
    }

    /// Passes the answer to `show`, unless a newer one was asked for in the meantime or the page has gone.
    pub fn ask<T: 'static>(
        self,
        answer: impl Future<Output = T> + 'static,
        show: impl FnOnce(T) + 'static,
    ) {
        let number = self.0.try_update_value(|asked| {
            *asked = asked.wrapping_add(1);
            *asked
        });
        spawn_local(async move {
            let answer = answer.await;
            if number.is_some() && self.0.try_get_value() == number {
                show(answer);
            }
        });
    }
}
