//! Counts requests by the template of their route, so that no visitor can make up labels.
use super::labels::RequestLabels;
use crate::{AppState, security_log::RefusedForm};
use axum::{
    extract::{MatchedPath, Request, State},
    http::{Method, StatusCode},
    middleware::Next,
    response::Response,
};
use leptos::server_fn::axum::server_fn_paths;
use std::{collections::HashMap, sync::LazyLock, time::Instant};

/// The server functions by their paths, without the number that the compiler appends.
static FUNCTIONS: LazyLock<HashMap<&'static str, String>> = LazyLock::new(|| {
    let name = |path: &str| {
        path.trim_end_matches(|end: char| end.is_ascii_digit())
            .to_owned()
    };
    server_fn_paths()
        .map(|(path, _)| (path, name(path)))
        .collect()
});

/// What belongs to no route.
const OTHER: &str = "other";

pub async fn count(State(portal): State<AppState>, request: Request, next: Next) -> Response {
    let metrics = portal.monitor.metrics();
    let (method, route) = (method(request.method()), route(&request));
    let in_flight = metrics.begin();
    let begun = Instant::now();
    let response = next.run(request).await;
    drop(in_flight);
    let form = response.extensions().get::<RefusedForm>();
    let status = form.map_or(response.status(), |RefusedForm(status)| *status);
    let labels = RequestLabels {
        method,
        route,
        status: text_of(status),
    };
    metrics.answered(labels, begun.elapsed());
    response
}

fn method(method: &Method) -> &'static str {
    match *method {
        Method::GET => "GET",
        Method::HEAD => "HEAD",
        Method::POST => "POST",
        _ => OTHER,
    }
}

fn route(request: &Request) -> String {
    let Some(matched) = request.extensions().get::<MatchedPath>() else {
        return OTHER.to_owned();
    };
    match matched.as_str() {
        "/api/{*function}" => {
            let function = FUNCTIONS.get(request.uri().path());
            function.map_or(OTHER, String::as_str).to_owned()
        }
        path if path.starts_with("/pkg") => "/pkg".to_owned(),
        path => path.to_owned(),
    }
}

/// The status as a label; those that the portal never sends share one.
fn text_of(status: StatusCode) -> &'static str {
    const KNOWN: [&str; 27] = [
        "101", "200", "204", "206", "301", "302", "303", "304", "307", "308", "400", "401", "403",
        "404", "405", "408", "409", "413", "415", "416", "421", "422", "429", "500", "501", "503",
        "507",
    ];
    let known = KNOWN.iter().find(|known| **known == status.as_str());
    known.copied().unwrap_or(OTHER)
}
