//! The app behind axum. `main` and the tests both run [`router`].
pub mod assets;
mod authenticate;
pub mod background_tasks;
pub mod backups;
mod body_limit;
pub mod connections;
pub mod demo;
mod downloads;
mod event_stream;
mod face;
mod failure_page;
mod headers;
mod host;
mod imports;
pub mod lapsing;
pub mod mailer;
pub mod monitor;
pub mod networks;
mod open_streams;
mod pages;
pub mod privacy;
mod request_id;
mod robots;
mod security_log;
pub mod serve;
mod server_fns;
pub mod service_manager;
pub mod stripe;
mod subscription;
mod system;
mod trace;
mod turns;

pub use body_limit::{BODY_LIMIT, TEXT_LIMIT};

use app::server::{Capabilities, GateState};
use assets::AssetFolder;
use axum::{
    Extension, Router,
    extract::{DefaultBodyLimit, FromRef},
    middleware,
    routing::{get, post},
};
use leptos::prelude::LeptosOptions;
use mailer::Mailer;
use monitor::{Monitor, database, ready, requests};
use networks::Networks;
use std::{convert::Infallible, ops::Deref, sync::Arc, time::Duration};
use stripe::Stripe;
use system::SystemDb;
use tokio::sync::watch;
use tower_http::{
    CompressionLevel,
    compression::{CompressionLayer, DefaultPredicate, Predicate, predicate::NotForContentType},
    csrf::CsrfLayer,
    timeout::{RequestBodyDeadlineLayer, RequestBodyTimeoutLayer, ResponseBodyTimeoutLayer},
    trace::TraceLayer,
};

/// The version, and the commit that it was built from where a release build knows it (`server/build.rs`).
pub const VERSION: &str = env!("BUILT_VERSION");

/// The largest event of a payment provider, in bytes.
const WEBHOOK_LIMIT: usize = 256 * 1024;

/// How long an export may send nothing: then the database is lost.
const SILENT_EXPORT: Duration = Duration::from_secs(90);

/// How hard responses are compressed, by brotli or gzip. Higher levels take longer than they save
/// on the network.
const COMPRESSION: CompressionLevel = CompressionLevel::Precise(5);

/// How long a client may take.
#[derive(Clone, Copy, Debug)]
pub struct Timeouts {
    /// For a request's head, counted from the connection or the previous response.
    pub head: Duration,
    /// For a request's whole body; a slower one gets a 408.
    pub body: Duration,
    /// For an answer of which the client reads nothing.
    pub unread: Duration,
    /// For a list that is uploaded: without a byte, and in total.
    pub upload: (Duration, Duration),
}

impl Default for Timeouts {
    fn default() -> Self {
        Self {
            head: Duration::from_secs(10),
            body: Duration::from_secs(30),
            unread: Duration::from_secs(30),
            upload: (Duration::from_secs(30), Duration::from_secs(30 * 60)),
        }
    }
}

/// The state of the handlers and layers, one pointer: each request copies it some thirty times.
#[derive(Clone)]
pub struct AppState(Arc<Shared>);

impl From<Shared> for AppState {
    fn from(shared: Shared) -> Self {
        Self(Arc::new(shared))
    }
}

impl Deref for AppState {
    type Target = Shared;

    fn deref(&self) -> &Shared {
        &self.0
    }
}

/// What handlers share. It hands out no connection: a handler extracts a
/// [`Gate`](app::server::Gate) and gets one with the permission.
pub struct Shared {
    pub db: SystemDb,
    /// The portal's address as users enter it, without a trailing slash.
    pub base_url: Arc<str>,
    pub leptos_options: LeptosOptions,
    pub assets: AssetFolder,
    /// Sends mails; without a mail server they stay in the mailbox.
    pub mailer: Option<Mailer>,
    /// Proxies whose `X-Forwarded-For` is trusted.
    pub trusted_proxies: Networks,
    pub timeouts: Timeouts,
    /// Set if orders can be paid by card.
    pub stripe: Option<Stripe>,
    /// Becomes true when the server stops: it is no longer ready, and open event streams end.
    pub stopping: watch::Receiver<bool>,
    pub monitor: Monitor,
}

impl FromRef<AppState> for GateState {
    /// The part of the state that is behind the gate.
    fn from_ref(portal: &AppState) -> Self {
        Self::new(
            portal.system().clone(),
            portal.base_url.clone(),
            Capabilities {
                mail: portal.mailer.is_some(),
                card: portal.stripe.clone().map(|stripe| Arc::new(stripe) as _),
            },
        )
    }
}

impl FromRef<AppState> for LeptosOptions {
    fn from_ref(portal: &AppState) -> Self {
        portal.leptos_options.clone()
    }
}

/// Returns all routes of the portal.
///
/// # Errors
/// The base URL is not an origin.
pub fn router(portal: AppState) -> anyhow::Result<Router> {
    let csrf = CsrfLayer::new().add_trusted_origin(&portal.base_url)?;
    let routes = pages::routes(&portal)
        .merge(forms())
        .route("/live", get(event_stream::subscribe))
        .layer(Extension(portal.monitor.streams().clone()))
        .merge(downloads::routes().layer(ResponseBodyTimeoutLayer::new(SILENT_EXPORT)))
        // The next layer knows which path may have how much.
        .layer(DefaultBodyLimit::disable())
        .layer(middleware::from_fn(body_limit::limit))
        .layer(RequestBodyDeadlineLayer::new(portal.timeouts.body))
        .merge(uploads(&portal))
        .layer(middleware::from_fn_with_state(
            portal.clone(),
            authenticate::authenticate,
        ))
        .layer(csrf)
        .layer(CompressionLayer::new().quality(COMPRESSION).compress_when(
            DefaultPredicate::new().and(NotForContentType::const_new(downloads::XLSX)),
        ))
        .layer(middleware::from_fn(headers::skip_compression_cross_site))
        .layer(middleware::from_fn_with_state(
            portal.clone(),
            database::require,
        ))
        .route("/livez", get(ready::livez))
        .route("/readyz", get(ready::readyz))
        .route("/healthz", get(ready::readyz)) // As it was called before.
        // Stripe has no session and sends no form: its signature is checked instead.
        .route(
            "/webhooks/stripe",
            post(stripe::webhook)
                .layer::<_, Infallible>(DefaultBodyLimit::max(WEBHOOK_LIMIT))
                .layer::<_, Infallible>(RequestBodyDeadlineLayer::new(portal.timeouts.body)),
        )
        .merge(face::routes())
        .merge(robots::routes())
        .merge(assets::routes(&portal.assets));
    Ok(guarded(routes, &portal).with_state(portal))
}

/// What every request passes first.
fn guarded(routes: Router<AppState>, portal: &AppState) -> Router<AppState> {
    let with = || portal.clone();
    routes
        .layer(middleware::from_fn_with_state(with(), host::require_own))
        .layer(middleware::from_fn_with_state(
            with(),
            security_log::note_refusals,
        ))
        .layer(middleware::from_fn_with_state(with(), headers::secure))
        .layer(middleware::from_fn_with_state(with(), failure_page::show))
        .layer(middleware::from_fn_with_state(with(), requests::count))
        .layer(TraceLayer::new_for_http().make_span_with(trace::RequestSpan))
        .layer(middleware::from_fn_with_state(with(), request_id::name))
}

/// What forms are posted to.
fn forms() -> Router<AppState> {
    let guard = || middleware::from_fn(server_fns::require_content_type);
    Router::new()
        .route(
            "/api/{*function}",
            post(server_fns::handle).route_layer(guard()),
        )
        .route(
            "/orders/{order}/pay",
            post(stripe::pay).route_layer(guard()),
        )
}

/// Lists are larger than any form and take longer; the handler counts their bytes.
fn uploads(portal: &AppState) -> Router<AppState> {
    let (idle, total) = portal.timeouts.upload;
    Router::new()
        .route("/imports", post(imports::upload))
        .layer(DefaultBodyLimit::disable())
        .layer(RequestBodyTimeoutLayer::new(idle))
        .layer(RequestBodyDeadlineLayer::new(total))
}
