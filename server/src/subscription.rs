//! What an open page says about itself when it asks for its stream of change events.
use axum::http::{HeaderMap, HeaderValue};
use domain::{events::PageId, time::Timestamp};
use serde::Deserialize;

/// The query of the address. What cannot be read does not count.
#[derive(Deserialize)]
pub struct Subscription {
    page: Option<String>,
    /// As of when the page shows its data, in milliseconds by the server's clock.
    since: Option<String>,
}

impl Subscription {
    pub fn page(&self) -> Option<PageId> {
        PageId::parse(self.page.as_deref()?)
    }

    /// From when on the page has heard nothing. A browser that connects again says when the former stream began, as
    /// the id of its first event.
    pub fn since(&self, headers: &HeaderMap) -> Option<Timestamp> {
        let last = headers.get("last-event-id").map(HeaderValue::to_str);
        let since = last.or_else(|| self.since.as_deref().map(Ok))?;
        since.ok()?.parse().ok().map(Timestamp)
    }
}
