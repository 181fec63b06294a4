//! The document around the app: head, preloads, the script that takes over, and the content
//! security policy that names them.
use crate::{
    App,
    server::{AppState, caller},
    theme::Theme,
};
use axum::http::{HeaderValue, header};
use leptos::{nonce::use_nonce, prelude::*};
use leptos_axum::ResponseOptions;
use leptos_meta::MetaTags;
use serde::Deserialize;

/// The files the build made for the browser, by the hash of their bytes.
#[derive(Clone, Debug, Default, Deserialize)]
pub struct Assets {
    pub js: Asset,
    pub wasm: Asset,
    pub css: Vec<Asset>,
}

#[derive(Clone, Debug, Default, Deserialize)]
pub struct Asset {
    /// The address, from the root.
    pub href: String,
    /// Its hash for subresource integrity; the WASM has none, browsers ignore it there.
    #[serde(default)]
    pub integrity: Option<String>,
}

/// The whole page, for the present request.
pub fn shell(assets: &Assets) -> impl IntoView + use<> {
    let nonce = use_nonce()
        .map(|nonce| nonce.to_string())
        .unwrap_or_default();
    send_policy(&nonce);
    let Assets { js, wasm, css } = assets.clone();
    // Not a preload link: without JavaScript a browser would fetch the WASM for nothing.
    let fetch_wasm = format!("window.musterWasm = fetch('{}')", wasm.href);
    let start = format!(
        "import init, {{ hydrate }} from '{}'; await init({{ module_or_path: window.musterWasm }}); hydrate();",
        js.href
    );
    let styles = css
        .into_iter()
        .map(|asset| view! { <link rel="stylesheet" href=asset.href integrity=asset.integrity/> })
        .collect_view();
    view! {
        <!DOCTYPE html>
        <html lang="en" data-theme=caller().theme.map(Theme::code)>
            <head>
                <meta charset="utf-8"/>
                <meta name="viewport" content="width=device-width, initial-scale=1"/>
                <meta name="color-scheme" content="light dark"/>
                <link rel="icon" href="/favicon.svg" type="image/svg+xml"/>
                <script nonce=nonce.clone() inner_html=fetch_wasm></script>
                {styles}
                <link rel="modulepreload" href=js.href integrity=js.integrity nonce=nonce.clone()/>
                <script type="module" nonce=nonce inner_html=start></script>
                <MetaTags/>
            </head>
            <body>
                <App/>
            </body>
        </html>
    }
}

/// Only scripts that bear this response's nonce, and what they load; styles, images, fonts and
/// connections from here; videos from wherever a course has them.
///
/// Where orders are paid by card, a form leads to the payment provider.
fn send_policy(nonce: &str) {
    let card = use_context::<AppState>().is_some_and(|state| state.takes_cards());
    let forms = if card {
        "'self' https://checkout.stripe.com"
    } else {
        "'self'"
    };
    let policy = format!(
        "default-src 'none'; script-src 'nonce-{nonce}' 'strict-dynamic' 'wasm-unsafe-eval'; \
         style-src 'self'; img-src 'self' data: https:; media-src 'self' https:; font-src 'self'; \
         connect-src 'self'; form-action {forms}; base-uri 'none'; frame-ancestors 'none'"
    );
    if let (Some(response), Ok(policy)) = (
        use_context::<ResponseOptions>(),
        HeaderValue::from_str(&policy),
    ) {
        response.insert_header(header::CONTENT_SECURITY_POLICY, policy);
    }
}
