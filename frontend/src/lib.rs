//! What the browser runs: brings the page that the server rendered to life.
#![cfg(target_arch = "wasm32")]
use leptos::prelude::document;

/// Where a part cannot be fetched, the page stays as it is: its forms post and its links link.
#[wasm_bindgen::prelude::wasm_bindgen]
pub async fn hydrate(parts: Vec<String>) {
    console_error_panic_hook::set_once();
    if app::fetch_parts(&parts).await.is_ok() {
        leptos::mount::hydrate_body(app::App);
        mark_as_hydrated();
    }
}

/// From here on buttons answer: the browser tests wait for `<html data-hydrated>`.
fn mark_as_hydrated() {
    if let Some(html) = document().document_element() {
        let _ = html.set_attribute("data-hydrated", "");
    }
}
