//! Forms that send a file.
use super::{FormContext, FormError, focus_first_problem};
use crate::{AppError, flash::use_flash, ui::error::sign_in_again};
use leptos::{ev::SubmitEvent, html, prelude::*};

/// A form with a file. The page sends it by itself if the script runs, else the browser posts it.
#[component]
pub fn FileForm(
    path: &'static str,
    /// As [`MutationHandle::error`].
    error: Signal<Option<Option<AppError>>>,
    pending: Signal<bool>,
    on_submit: impl Fn(SubmitEvent) + 'static,
    children: Children,
) -> impl IntoView {
    let flash = use_flash(path);
    let refused = flash.clone().map(|flash| flash.error);
    let error = Signal::derive(move || error.get().unwrap_or_else(|| refused.clone()));
    provide_context(FormContext {
        id: StoredValue::new("form".into()),
        error,
        pending,
        succeeded: Signal::derive(|| false),
        flash: StoredValue::new(flash),
        action: None,
    });
    let node = NodeRef::<html::Form>::new();
    focus_first_problem(node, error);
    sign_in_again(move || error.with(|error| matches!(error, Some(AppError::SignedOut))));
    view! {
        <form
            method="post"
            action=path
            enctype="multipart/form-data"
            class="stack"
            novalidate
            node_ref=node
            on:submit=on_submit
        >
            <FormError />
            {children()}
        </form>
    }
}
