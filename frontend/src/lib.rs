//! The browser's entry point: hydrates the page that the server rendered.
#![cfg(target_arch = "wasm32")]
use leptos::prelude::document;

/// Hydrates the page. If a part cannot be fetched, the page keeps working with plain forms and links.
#[wasm_bindgen::prelude::wasm_bindgen]
pub async fn hydrate(parts: Vec<String>) {
    console_error_panic_hook::set_once();
    if app::fetch_parts(&parts).await.is_ok() {
        leptos::mount::hydrate_body(app::App);
        mark_as_hydrated();
    }
}

/// Shows that the page is interactive: the browser tests wait for `<html data-hydrated>`.
fn mark_as_hydrated() {
    if let Some(html) = document().document_element() {
        let _ = html.set_attribute("data-hydrated", "");
    }
}
