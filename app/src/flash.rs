//! What a form that was posted without JavaScript (or before it was loaded) is told on the page
//! it comes back to: the error, and what was typed.
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;
use serde::{Deserialize, Serialize};
use std::collections::HashMap;

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Flash {
    /// The token in the page's query string: on another page the flash means nothing.
    pub token: String,
    /// The path of the server function that refused.
    pub path: String,
    pub error: crate::AppError,
    /// What was typed, without passwords.
    pub fields: HashMap<String, String>,
}

/// Hands the flash from the server to the page, and from there to the browser.
pub fn provide_flash(found: impl FnOnce() -> Option<Flash>) {
    let flash = SharedValue::new(found).into_inner();
    provide_context(FlashContext(flash));
}

#[derive(Clone)]
struct FlashContext(Option<Flash>);

/// What the form of the server function at `path` was told, on this page.
pub fn use_flash(path: &str) -> Option<Flash> {
    let FlashContext(flash) = use_context()?;
    let token = use_query_map().with_untracked(|query| query.get("flash"));
    flash.filter(|flash| flash.path == path && Some(&flash.token) == token.as_ref())
}
