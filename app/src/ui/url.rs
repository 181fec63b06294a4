//! Reading and writing the URL. Filters, search and page are in the query string, so that a shared
//! link shows the same content.
use domain::page::Search;
use leptos::prelude::*;
use leptos_router::hooks::{use_location, use_params_map, use_query_map};
use std::str::FromStr;

/// What a browser leaves as it is, and the server's router encodes: `encodeURIComponent` in ECMA-262.
const NOT_ENCODED: [(&str, &str); 9] = [
    ("%2D", "-"),
    ("%5F", "_"),
    ("%2E", "."),
    ("%21", "!"),
    ("%7E", "~"),
    ("%2A", "*"),
    ("%27", "'"),
    ("%28", "("),
    ("%29", ")"),
];

/// A part of the path, `:name` in the route; empty if it is missing.
pub fn route_param(name: &'static str) -> Memo<String> {
    let params = use_params_map();
    Memo::new(move |_| params.with(|params| params.get(name)).unwrap_or_default())
}

/// An id in the path; 0, which no row has, if it does not parse.
pub fn route_id<T>(name: &'static str, wrap: impl Fn(i64) -> T + Send + Sync + 'static) -> Memo<T>
where
    T: PartialEq + Send + Sync + 'static,
{
    let params = use_params_map();
    Memo::new(move |_| {
        let id = params
            .with(|params| params.get(name))
            .and_then(|id| i64::from_str(&id).ok());
        wrap(id.unwrap_or(0))
    })
}

/// A value of the query string; empty if it is missing.
pub fn query_text(name: &'static str) -> Memo<String> {
    let query = use_query_map();
    Memo::new(move |_| query.with(|query| query.get(name)).unwrap_or_default())
}

/// The cursor of the page within a list, from the parameter `at`; `None` for the first page.
pub fn use_cursor() -> Memo<Option<String>> {
    let at = query_text("at");
    Memo::new(move |_| Some(at.get()).filter(|at| !at.is_empty()))
}

/// The search of a list, from the parameters `q` (words) and `at` (cursor).
pub fn use_search() -> Memo<Search> {
    let (text, cursor) = (query_text("q"), use_cursor());
    Memo::new(move |_| Search {
        text: text.get(),
        cursor: cursor.get(),
    })
}

/// Returns the link to sign in and come back to the current page.
pub fn sign_in_link() -> String {
    format!("/sign-in?next={}", query_encode(&query_link(&[])))
}

/// [`query_link`] without tracking the URL, for event handlers and dialogs.
pub fn query_link_untracked(changes: &[(&str, Option<String>)]) -> String {
    untrack(|| query_link(changes))
}

/// Returns the current URL with these query values changed (`Some`) or removed (`None`, or empty).
/// The flash is always removed.
pub fn query_link(changes: &[(&str, Option<String>)]) -> String {
    // A view that was just replaced may still be computed once. It is no longer part of a page.
    if use_context::<leptos_meta::MetaContext>().is_none() {
        return String::new();
    }
    let location = use_location();
    let mut query = location.query.get();
    query.remove("flash");
    for (name, value) in changes {
        query.remove(name);
        if let Some(value) = value.as_ref().filter(|value| !value.is_empty()) {
            query.insert((*name).to_owned(), value.clone());
        }
    }
    let mut query = query.to_query_string();
    for (encoded, sign) in NOT_ENCODED {
        query = query.replace(encoded, sign);
    }
    format!("{}{query}", location.pathname.get())
}

/// Encodes a text as the value of a query parameter.
pub fn query_encode(text: &str) -> String {
    serde_urlencoded::to_string([("", text)])
        .map(|text| text.trim_start_matches('=').to_owned())
        .unwrap_or_default()
}
