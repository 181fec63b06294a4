//! The page of an answer of 500 or 503 to a browser: in the portal's look, without a script and without the database.
use crate::{AppState, monitor::ready, request_id::RequestId, server_fns::accepts_html};
use app::{server::theme_cookie_name, shell::Asset, theme::Theme};
use axum::{
    Extension,
    body::Body,
    extract::{Request, State},
    http::{HeaderMap, HeaderValue, Method, StatusCode, header},
    middleware::Next,
    response::{IntoResponse, Response},
};
use domain::messages::refusals;

/// Seconds after which browsers and programs may try again.
const RETRY: HeaderValue = HeaderValue::from_static("5");

/// In the extensions of a response: the sentence that its page shows.
#[derive(Clone, Copy, Debug)]
pub struct Explained(pub &'static str);

/// The answer to a request that cannot be served now, with a sentence for its page.
pub fn unavailable(told: &'static str) -> Response {
    (
        StatusCode::SERVICE_UNAVAILABLE,
        Extension(Explained(told)),
        told,
    )
        .into_response()
}

const POLICY: HeaderValue = HeaderValue::from_static(
    "default-src 'none'; style-src 'self'; font-src 'self'; img-src 'self'; object-src 'none'; base-uri 'none'; \
     frame-ancestors 'none'",
);

/// What the page depends on.
struct Asked {
    is_form: bool,
    theme: Option<Theme>,
    path: String,
    id: String,
}

/// Replaces what failed by a page that says so and names the request.
pub async fn show(State(portal): State<AppState>, request: Request, next: Next) -> Response {
    // What asks for health reads one word, also in a browser.
    let is_health = ready::PATHS.contains(&request.uri().path());
    let wants_page = !is_health && accepts_html(request.headers());
    let asked = wants_page.then(|| Asked::of(&portal, &request));
    let mut response = next.run(request).await;
    let status = response.status();
    if status == StatusCode::SERVICE_UNAVAILABLE {
        let retry = response.headers_mut().entry(header::RETRY_AFTER);
        retry.or_insert(RETRY);
    }
    let has_failed = matches!(
        status,
        StatusCode::SERVICE_UNAVAILABLE | StatusCode::INTERNAL_SERVER_ERROR
    );
    let Some(asked) = asked.filter(|_| has_failed) else {
        return response;
    };
    let told = response.extensions().get::<Explained>().map(|told| told.0);
    let told = told.unwrap_or(match status {
        StatusCode::SERVICE_UNAVAILABLE => refusals::NO_SESSION_LOOKUP,
        _ => refusals::INTERNAL,
    });
    let (mut parts, _) = response.into_parts();
    prepare(&mut parts.headers);
    Response::from_parts(parts, Body::from(page(&portal, &asked, told)))
}

fn prepare(headers: &mut HeaderMap) {
    headers.remove(header::CONTENT_LENGTH);
    headers.remove(header::CONTENT_ENCODING);
    headers.insert(header::CONTENT_SECURITY_POLICY, POLICY);
    let html = HeaderValue::from_static("text/html; charset=utf-8");
    headers.insert(header::CONTENT_TYPE, html);
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
}

impl Asked {
    fn of(portal: &AppState, request: &Request) -> Self {
        let theme = theme_cookie_name(&portal.base_url);
        let theme = crate::authenticate::cookie(request.headers(), theme);
        let path = request.uri().path_and_query();
        Self {
            is_form: request.method() != Method::GET,
            theme: theme.and_then(Theme::from_code),
            path: path.map_or("/", |path| path.as_str()).to_owned(),
            id: request
                .extensions()
                .get::<RequestId>()
                .map_or_else(String::new, |id| id.as_str().to_owned()),
        }
    }
}

fn page(portal: &AppState, asked: &Asked, told: &str) -> String {
    let theme = asked.theme.map_or_else(String::new, |theme| {
        format!(" data-theme=\"{}\"", theme.code())
    });
    let styles = styles(portal);
    let next = if asked.is_form {
        format!("<p class=\"mt-2\">{}</p>", refusals::NOT_SENT)
    } else {
        format!(
            "<p class=\"mt-4\"><a class=\"btn btn-sm\" href=\"{}\">Try again</a></p>",
            escaped(&asked.path)
        )
    };
    let face = portal.monitor.face();
    format!(
        "<!DOCTYPE html><html lang=\"en\" class=\"{hue}\"{theme}><head><meta charset=\"utf-8\">\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\
         <meta name=\"color-scheme\" content=\"light dark\"><title>{title}</title>\
         <link rel=\"icon\" href=\"/favicon.svg\" type=\"image/svg+xml\">{styles}</head><body>\
         <header class=\"topbar\"><div class=\"mx-auto flex h-14 max-w-7xl items-center gap-3 px-4\">\
         <a href=\"/\" class=\"flex items-center gap-2 font-semibold tracking-tight\">{name}</a></div></header>\
         <main id=\"main\" class=\"mx-auto w-full max-w-7xl px-4 py-6\">\
         <div class=\"flex flex-col items-center gap-2 px-6 py-14 text-center\">\
         <h1 class=\"font-semibold\">{title}</h1><div class=\"muted max-w-md text-sm\">\
         <p role=\"alert\">{told}</p>{next}\
         <p class=\"mt-4\">{request} <code>{id}</code></p></div></div></main></body></html>",
        title = refusals::FAILURE_TITLE,
        hue = face.hue.class(),
        name = escaped(&face.name),
        request = refusals::REQUEST_NAME,
        id = escaped(&asked.id),
    )
}

fn styles(portal: &AppState) -> String {
    let names = portal.assets.names();
    let link = |style: &Asset| {
        let href = escaped(&style.href);
        format!("<link rel=\"stylesheet\" href=\"{href}\">")
    };
    names.css.iter().map(link).collect()
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
        .replace('"', "&quot;")
}
