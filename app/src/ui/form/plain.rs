//! Forms that the browser itself posts.
use super::{FormContext, FormError};
use crate::{AppError, flash::use_flash};
use leptos::{prelude::*, server_fn::ServerFn};

/// The form of a server function that the browser itself always posts, so that the result is a new
/// page.
#[component]
pub fn PlainForm<S>(
    #[prop(default = "stack")] class: &'static str,
    #[prop(optional)] _function: std::marker::PhantomData<S>,
    children: Children,
) -> impl IntoView
where
    S: ServerFn<Error = AppError> + 'static,
{
    let flash = use_flash(S::PATH);
    let refused = flash.clone().map(|flash| flash.error);
    provide_context(FormContext {
        id: StoredValue::new("form".into()),
        error: Signal::derive(move || refused.clone()),
        pending: Signal::derive(|| false),
        succeeded: Signal::derive(|| false),
        flash: StoredValue::new(flash),
        action: None,
    });
    view! {
        <form method="post" action=S::PATH class=class novalidate>
            <FormError />
            {children()}
        </form>
    }
}
