//! The pages: Leptos renders them; strangers are led to sign in first.
use crate::{Portal, functions::sign_in_and_return};
use app::{App, server::Caller, shell::shell};
use axum::{
    Router,
    extract::Request,
    middleware::{self, Next},
    response::{IntoResponse, Redirect, Response},
    routing::get,
};
use leptos::prelude::provide_context;
use leptos_axum::{LeptosRoutes, generate_route_list, render_app_async_with_context};

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
        .layer(middleware::from_fn(sign_in_first))
}

/// Paths that a stranger may look at.
fn is_open(path: &str) -> bool {
    path == "/sign-in" || path.starts_with("/setup/")
}

async fn sign_in_first(request: Request, next: Next) -> Response {
    let signed_in = request
        .extensions()
        .get::<Caller>()
        .is_some_and(|caller| caller.actor.is_some());
    if signed_in || is_open(request.uri().path()) {
        return next.run(request).await;
    }
    let here = request
        .uri()
        .path_and_query()
        .map_or("/", |here| here.as_str());
    Redirect::to(&sign_in_and_return(here)).into_response()
}
