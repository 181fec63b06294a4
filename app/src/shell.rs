//! The document around the app: the head, preloads, the script that hydrates the page, and the
//! content security policy that allows them.
use crate::{
    App,
    server::{GateState, caller, page_settings},
    theme::Theme,
};
use axum::http::{HeaderValue, header};
use domain::courses::FRAME_SOURCES;
use leptos::{nonce::use_nonce, prelude::*};
use leptos_axum::ResponseOptions;
use leptos_meta::MetaTags;
use serde::Deserialize;
use std::{
    collections::{BTreeMap, BTreeSet},
    sync::{Arc, PoisonError, RwLock},
};

/// The files that the build made for the browser, named by their content hash.
#[derive(Clone, Debug, Default, Deserialize)]
pub struct Assets {
    pub js: Asset,
    pub wasm: Asset,
    pub css: Vec<Asset>,
    /// The addresses of the files of each part of the WASM, without the frame.
    pub parts: BTreeMap<String, Vec<String>>,
}

#[derive(Clone, Debug, Default, Deserialize)]
pub struct Asset {
    /// The address, relative to the root.
    pub href: String,
    /// The hash for subresource integrity. The WASM has none, as browsers ignore it there.
    #[serde(default)]
    pub integrity: Option<String>,
}

/// The parts of the WASM that the pages of this request need.
#[derive(Clone, Default)]
struct NeededParts(Arc<RwLock<BTreeSet<&'static str>>>);

pub(crate) fn needs_part(part: &'static str) {
    if let Some(NeededParts(parts)) = use_context() {
        let mut parts = parts.write().unwrap_or_else(PoisonError::into_inner);
        parts.insert(part);
    }
}

/// Returns the whole document for the current request.
pub fn shell(assets: &Assets) -> impl IntoView + use<> {
    let nonce = use_nonce()
        .map(|nonce| nonce.to_string())
        .unwrap_or_default();
    send_policy(&nonce);
    let Assets {
        js,
        wasm,
        css,
        parts,
    } = assets.clone();
    let needed = NeededParts::default();
    provide_context(needed.clone());
    let face = page_settings().face;
    view! {
        <!DOCTYPE html>
        <html lang="en" class=face.hue.class() data-theme=caller().theme.map(Theme::code)>
            <head>
                <meta charset="utf-8" />
                <meta name="viewport" content="width=device-width, initial-scale=1" />
                <meta name="color-scheme" content="light dark" />
                <link rel="icon" href=face.icon_path() type="image/svg+xml" />
                {loading(js, &wasm, css, &nonce)}
                <MetaTags />
            </head>
            <body>
                <App />
                // Rendered last, when the router has marked the parts that the page needs.
                {move || {
                    view! { <script nonce=nonce.clone() inner_html=fetch_parts(&needed, &parts)></script> }
                }}
            </body>
        </html>
    }
}

/// Returns the elements of the head that fetch styles, JavaScript and WASM, and start the page.
fn loading(js: Asset, wasm: &Asset, css: Vec<Asset>, nonce: &str) -> impl IntoView + use<> {
    let nonce = nonce.to_owned();
    // Not a preload link: without JavaScript a browser would fetch the WASM for nothing.
    let fetch_wasm = format!("window.musterWasm = fetch('{}')", wasm.href);
    let start = format!(
        "import init, {{ hydrate }} from '{}'; await init({{ module_or_path: window.musterWasm }}); \
         await hydrate(window.musterParts);",
        js.href
    );
    let styles = css
        .into_iter()
        .map(|asset| view! { <link rel="stylesheet" href=asset.href integrity=asset.integrity /> })
        .collect_view();
    view! {
        <script nonce=nonce.clone() inner_html=fetch_wasm></script>
        {styles}
        <link rel="modulepreload" href=js.href integrity=js.integrity nonce=nonce.clone() />
        <script type="module" nonce=nonce inner_html=start></script>
    }
}

/// Returns a script that names the parts for `hydrate`, and fetches their files.
fn fetch_parts(needed: &NeededParts, parts: &BTreeMap<String, Vec<String>>) -> String {
    let needed = needed.0.read().unwrap_or_else(PoisonError::into_inner);
    let files: BTreeSet<&String> = needed
        .iter()
        .filter_map(|part| parts.get(*part))
        .flatten()
        .collect();
    format!(
        "window.musterParts = {}; \
         window.musterFiles = new Map({}.map((file) => [file, fetch(file)]))",
        serde_json::json!(*needed),
        serde_json::json!(files)
    )
}

/// Sends the content security policy: scripts only with this response's nonce, and what they load;
/// styles, fonts and connections from this server; images also from the sites in the settings, videos from any, as
/// courses link to them, and frames from the players of two sites. It is that of all pages, as the browser keeps it
/// while the script goes from page to page.
///
/// If orders can be paid by card, forms may also redirect to the payment provider.
fn send_policy(nonce: &str) {
    let card = use_context::<GateState>().is_some_and(|state| state.takes_cards());
    let forms = if card {
        "'self' https://checkout.stripe.com"
    } else {
        "'self'"
    };
    let pictures = page_settings().picture_hosts.sources();
    let policy = format!(
        "default-src 'none'; script-src 'nonce-{nonce}' 'strict-dynamic' 'wasm-unsafe-eval'; \
         style-src 'self'; img-src 'self' data:{pictures}; media-src 'self' https:; \
         frame-src {FRAME_SOURCES}; font-src 'self'; connect-src 'self'; form-action {forms}; \
         object-src 'none'; base-uri 'none'; frame-ancestors 'none'"
    );
    if let (Some(response), Ok(policy)) = (
        use_context::<ResponseOptions>(),
        HeaderValue::from_str(&policy),
    ) {
        response.insert_header(header::CONTENT_SECURITY_POLICY, policy);
    }
}
