//! The pages: Leptos renders them; strangers are led to sign in first.
use crate::{Portal, functions::sign_in_and_return};
use app::{
    App,
    server::{Caller, PortalName},
    shell::shell,
};
use axum::{
    Router,
    body::Body,
    extract::{Request, State},
    http::StatusCode,
    middleware::{self, Next},
    response::{IntoResponse, Redirect, Response},
    routing::get,
};
use leptos::prelude::provide_context;
use leptos_axum::{LeptosRoutes, generate_route_list, render_app_async_with_context};
use std::{
    sync::atomic::{AtomicU64, Ordering},
    time::Duration,
};
use tokio::time::timeout;

pub fn routes(portal: &Portal) -> Router<Portal> {
    let context = {
        let state = portal.app_state();
        move || provide_context(state.clone())
    };
    let document = {
        let assets = portal.assets.clone();
        move || shell(&assets.names())
    };
    let render = render_app_async_with_context(context, document);
    // The list names the doors and starts Leptos; whatever is not on it is rendered as well, and
    // says that it is not there. Server functions are not added here: they have a guard.
    Router::new()
        .leptos_routes_with_handler(generate_route_list(App), render.clone())
        .fallback(get(render))
        .layer(middleware::from_fn(until_rendered))
        .layer(middleware::from_fn_with_state(portal.clone(), name_portal))
        .layer(middleware::from_fn_with_state(
            portal.clone(),
            sign_in_first,
        ))
}

/// A page that takes longer is rendered anew, so many times in all.
const PATIENCE: Duration = Duration::from_secs(5);
const TRIES: usize = 3;

/// Now and then, and rarely, Leptos 0.8 waits for ever for what it has been given already (of
/// the kind of <https://github.com/leptos-rs/leptos/issues/4851>). Reading a page changes
/// nothing, so it is read again. Try it without at Leptos 0.9: the log counts how often it helps.
async fn until_rendered(request: Request, next: Next) -> Response {
    static STUCK: AtomicU64 = AtomicU64::new(0);
    let (parts, _) = request.into_parts();
    for _ in 0..TRIES {
        let request = Request::from_parts(parts.clone(), Body::empty());
        match timeout(PATIENCE, next.clone().run(request)).await {
            Ok(answer) => return answer,
            Err(_) => {
                let since_start = STUCK.fetch_add(1, Ordering::Relaxed) + 1;
                let path = parts.uri.path();
                tracing::warn!(path, since_start, "a page was not rendered in time");
            }
        }
    }
    (
        StatusCode::SERVICE_UNAVAILABLE,
        "The page took too long. Try again in a moment.",
    )
        .into_response()
}

/// Only a page shows it. One that cannot be had is the usual one: the page may be had all the
/// same.
async fn name_portal(State(portal): State<Portal>, mut request: Request, next: Next) -> Response {
    if let Ok(name) = db::settings::portal_name(&portal.db).await {
        request.extensions_mut().insert(PortalName(name));
    }
    next.run(request).await
}

/// Paths that a stranger may look at; the catalog is one where the portal says so.
async fn is_open(portal: &Portal, path: &str) -> bool {
    if path == "/catalog" || path.starts_with("/catalog/") {
        // Where the database does not answer, the page behind says so to whoever signs in.
        return db::settings::public_catalog(&portal.db)
            .await
            .unwrap_or(false);
    }
    let open = ["/sign-in", "/sign-up", "/forgotten-password"];
    let below = ["/setup/", "/sign-up/confirm/", "/forgotten-password/"];
    open.contains(&path) || below.iter().any(|start| path.starts_with(start)) || is_join_link(path)
}

/// Not the question whether to join, which is asked of who has typed a key.
fn is_join_link(path: &str) -> bool {
    path.strip_prefix("/join/")
        .is_some_and(|token| !token.contains('/'))
}

async fn sign_in_first(State(portal): State<Portal>, request: Request, next: Next) -> Response {
    let signed_in = request
        .extensions()
        .get::<Caller>()
        .is_some_and(|caller| caller.actor.is_some());
    if signed_in || is_open(&portal, request.uri().path()).await {
        return next.run(request).await;
    }
    let here = request
        .uri()
        .path_and_query()
        .map_or("/", |here| here.as_str());
    Redirect::to(&sign_in_and_return(here)).into_response()
}
