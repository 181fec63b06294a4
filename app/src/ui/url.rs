//! Reading and writing the address bar: filters, search and page are in the query string, so
//! that a link shows what its sender saw.
use domain::page::Search;
use leptos::prelude::*;
use leptos_router::hooks::{use_location, use_params_map, use_query_map};
use std::str::FromStr;

/// A part of the path, `:name` in the route; empty where it is missing.
pub fn route_param(name: &'static str) -> Memo<String> {
    let params = use_params_map();
    Memo::new(move |_| params.with(|params| params.get(name)).unwrap_or_default())
}

/// An id in the path; one that does not parse is 0, which no row has.
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

/// A value of the query string; empty where it is missing.
pub fn query_text(name: &'static str) -> Memo<String> {
    let query = use_query_map();
    Memo::new(move |_| query.with(|query| query.get(name)).unwrap_or_default())
}

/// Where in a list the page is, `at` in the address; nothing at its beginning.
pub fn use_cursor() -> Memo<Option<String>> {
    let at = query_text("at");
    Memo::new(move |_| Some(at.get()).filter(|at| !at.is_empty()))
}

/// What is searched for in a list, and where in it the page is: `q` and `at` in the address.
pub fn use_search() -> Memo<Search> {
    let (text, cursor) = (query_text("q"), use_cursor());
    Memo::new(move |_| Search {
        text: text.get(),
        cursor: cursor.get(),
    })
}

/// To sign in, and back to the present page.
pub fn sign_in_link() -> String {
    format!("/sign-in?next={}", query_encode(&query_link(&[])))
}

/// [`query_link`] for where the address is only looked at once: in an act, in a question.
pub fn query_link_untracked(changes: &[(&str, Option<String>)]) -> String {
    untrack(|| query_link(changes))
}

/// The present address with these values of its query changed (`Some`) or dropped (`None`, or
/// empty). A flash never goes along.
pub fn query_link(changes: &[(&str, Option<String>)]) -> String {
    let location = use_location();
    let mut query = location.query.get();
    query.remove("flash");
    for (name, value) in changes {
        query.remove(name);
        if let Some(value) = value.as_ref().filter(|value| !value.is_empty()) {
            query.insert((*name).to_owned(), value.clone());
        }
    }
    format!("{}{}", location.pathname.get(), query.to_query_string())
}

/// A text as the value of one parameter.
pub fn query_encode(text: &str) -> String {
    serde_urlencoded::to_string([("", text)])
        .map(|text| text.trim_start_matches('=').to_owned())
        .unwrap_or_default()
}
