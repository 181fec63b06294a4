//! The result of a form that was posted without JavaScript (or before it was loaded), for the page
//! that the server redirects back to: the error, and the entered values.
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;
use serde::{Deserialize, Serialize};
use std::collections::HashMap;

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Flash {
    /// The token in the page's query string, so that only this page shows the flash.
    pub token: String,
    /// The path of the server function that returned the error.
    pub path: String,
    pub error: crate::AppError,
    /// The entered values, without passwords.
    pub fields: HashMap<String, String>,
}

/// Provides the flash to the page, and to the browser when it hydrates the page.
pub fn provide_flash(found: impl FnOnce() -> Option<Flash>) {
    let flash = SharedValue::new(found).into_inner();
    provide_context(FlashContext(flash));
}

#[derive(Clone)]
struct FlashContext(Option<Flash>);

/// Returns the flash of the form for the server function at `path`, on this page.
pub fn use_flash(path: &str) -> Option<Flash> {
    let FlashContext(flash) = use_context()?;
    let token = use_query_map().with_untracked(|query| query.get("flash"));
    flash.filter(|flash| flash.path == path && Some(&flash.token) == token.as_ref())
}
