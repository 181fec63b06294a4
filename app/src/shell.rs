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
    let (assets, needed) = (assets.clone(), NeededParts::default());
    provide_context(needed.clone());
    let face = page_settings().face;
    view! {
        <!DOCTYPE html>
        // From the moment of `data-as-of` on others' changes are told to the page: before anything of it is read.
        <html
            lang="en"
            class=face.hue.class()
            data-theme=caller().theme.map(Theme::code)
            data-as-of=db::now().0
        >
            <head>
                <meta charset="utf-8" />
                <meta name="viewport" content="width=device-width, initial-scale=1" />
                <meta name="color-scheme" content="light dark" />
                <meta name="description" content=description() />
                <link rel="icon" href=face.icon_path() type="image/svg+xml" />
                {loading(&assets, &nonce)}
                <MetaTags />
            </head>
            <body>
                <App />
                // Rendered last, when the router has marked the parts that the page needs.
                {move || {
                    view! { <script nonce=nonce.clone() inner_html=fetch_wasm(&assets, &needed)></script> }
                }}
            </body>
        </html>
    }
}

/// What a search engine or a messenger says about a link to the portal.
fn description() -> String {
    format!("Courses and groups of {}", page_settings().face.name)
}

/// Returns the elements of the head that fetch styles and JavaScript, and start the page.
fn loading(assets: &Assets, nonce: &str) -> impl IntoView + use<> {
    let Assets { js, css, .. } = assets.clone();
    let nonce = nonce.to_owned();
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
        {styles}
        <link
            rel="modulepreload"
            href=js.href
            integrity=js.integrity
            nonce=nonce.clone()
            fetchpriority="low"
        />
        <script type="module" nonce=nonce inner_html=start></script>
    }
}

/// Returns a script that fetches the WASM and the files of the parts as soon as what the server rendered is painted:
/// on a slow network they would hold up styles and pictures. A hidden page is not painted. Without JavaScript they are
/// not fetched, as by a preload link.
fn fetch_wasm(assets: &Assets, needed: &NeededParts) -> String {
    let needed = needed.0.read().unwrap_or_else(PoisonError::into_inner);
    let files: BTreeSet<&String> = needed
        .iter()
        .filter_map(|part| assets.parts.get(*part))
        .flatten()
        .collect();
    format!(
        "{{ const painted = document.hidden ? Promise.resolve() \
         : new Promise((paint) => requestAnimationFrame(() => setTimeout(paint))); \
         const fetched = (file) => painted.then(() => fetch(file)); \
         window.musterWasm = fetched('{}'); window.musterParts = {}; \
         window.musterFiles = new Map({}.map((file) => [file, fetched(file)])) }}",
        assets.wasm.href,
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
