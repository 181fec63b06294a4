//! The pages: Leptos renders them; guests must sign in first.
use crate::{
    AppState,
    failure_page::unavailable,
    server_fns::sign_in_and_return,
    trace::without_token,
    turns::{self, Turns},
};
use app::{
    App,
    server::{Caller, GateState},
    shell::shell,
};
use axum::{
    Router,
    body::Body,
    extract::{FromRef, Request, State},
    middleware::{self, Next},
    response::{IntoResponse, Redirect, Response},
    routing::get,
};
use domain::messages::refusals;
use leptos::prelude::provide_context;
use leptos_axum::{LeptosRoutes, generate_route_list, render_app_async_with_context};
use std::{
    sync::atomic::{AtomicU64, Ordering},
    time::Duration,
};
use tokio::time::timeout;

pub fn routes(portal: &AppState) -> Router<AppState> {
    let context = {
        let state = GateState::from_ref(portal);
        move || provide_context(state.clone())
    };
    let document = {
        let assets = portal.assets.clone();
        move || shell(&assets.names())
    };
    let render = render_app_async_with_context(context, document);
    // Creating the list also initialises Leptos. A path that is not in it is rendered as a page
    // that was not found. Server functions are not routed here: they have their own checks.
    Router::new()
        .leptos_routes_with_handler(generate_route_list(App), render.clone())
        .fallback(get(render))
        .layer(middleware::from_fn(retry_stuck_render))
        .layer(middleware::from_fn_with_state(
            Turns::default(),
            turns::take,
        ))
        .layer(middleware::from_fn_with_state(
            portal.clone(),
            read_settings,
        ))
        .layer(middleware::from_fn_with_state(
            portal.clone(),
            require_sign_in,
        ))
}

/// How long one attempt to render a page may take.
const RENDER_TIMEOUT: Duration = Duration::from_secs(5);
const TRIES: usize = 3;

/// Renders a page again if it takes too long. In rare cases Leptos 0.8 waits for a value that it
/// already has (similar to <https://github.com/leptos-rs/leptos/issues/4851>). Repeating is safe
/// because rendering changes nothing. Try it without at Leptos 0.9: the log counts how often it helps.
async fn retry_stuck_render(request: Request, next: Next) -> Response {
    static STUCK: AtomicU64 = AtomicU64::new(0);
    let (parts, _) = request.into_parts();
    for _ in 0..TRIES {
        let request = Request::from_parts(parts.clone(), Body::empty());
        match timeout(RENDER_TIMEOUT, next.clone().run(request)).await {
            Ok(answer) => return answer,
            Err(_) => {
                let since_start = STUCK.fetch_add(1, Ordering::Relaxed) + 1;
                let path = without_token(parts.uri.path());
                tracing::warn!(path, since_start, "a page was not rendered in time");
            }
        }
    }
    unavailable(refusals::SLOW_PAGE)
}

/// Only pages show the face and the contact. If they cannot be read, pages show the defaults.
async fn read_settings(
    State(portal): State<AppState>,
    mut request: Request,
    next: Next,
) -> Response {
    let caller = request.extensions().get::<Caller>();
    let branch = caller.and_then(|caller| Some(caller.actor.as_ref()?.branch.as_ref()?.id));
    if let Ok(settings) = db::settings::of_pages(portal.system(), branch).await {
        portal.monitor.remember_face(&settings.portal_face);
        request.extensions_mut().insert(settings);
    }
    next.run(request).await
}

/// Whether guests can view the path; the catalog only if it is public.
async fn is_open(portal: &AppState, path: &str) -> bool {
    if path == "/catalog" || path.starts_with("/catalog/") {
        // If the database is down, the page reports that after signing in.
        return db::settings::public_catalog(portal.system())
            .await
            .unwrap_or(false);
    }
    let open = [
        "/sign-in",
        "/sign-in/code",
        "/sign-up",
        "/forgotten-password",
        "/new-address",
    ];
    let below = [
        "/setup/",
        "/sign-up/confirm/",
        "/forgotten-password/",
        "/new-address/",
        "/new-account/",
    ];
    open.contains(&path) || below.iter().any(|start| path.starts_with(start)) || is_join_link(path)
}

/// Excludes `/join/confirm/...`, which is for users who entered a key.
fn is_join_link(path: &str) -> bool {
    path.strip_prefix("/join/")
        .is_some_and(|token| !token.contains('/'))
}

async fn require_sign_in(State(portal): State<AppState>, request: Request, next: Next) -> Response {
    let caller = request.extensions().get::<Caller>();
    let actor = caller.and_then(|caller| caller.actor.as_ref());
    let path = request.uri().path();
    if actor.is_some_and(|actor| actor.lacks_second_factor)
        && path != "/second-factor"
        && path != "/prove"
    {
        return Redirect::to("/second-factor").into_response();
    }
    if actor.is_some() || is_open(&portal, path).await {
        return next.run(request).await;
    }
    let here = request
        .uri()
        .path_and_query()
        .map_or("/", |here| here.as_str());
    Redirect::to(&sign_in_and_return(here)).into_response()
}
