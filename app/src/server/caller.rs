//! The caller of the current request.
use crate::{flash::Flash, theme::Theme};
use axum::http::{Method, header, request::Parts};
use db::settings::PageSettings;
use domain::{events::PageId, exports::ExportChoice, policy::Actor, throttle::Source};
use leptos::prelude::use_context;
use std::net::IpAddr;

/// What the server's layers know about a request, kept in its extensions.
#[derive(Clone, Debug)]
pub struct Caller {
    pub actor: Option<Actor>,
    /// The session's token, needed to end the session.
    pub session: Option<String>,
    /// The client's address; behind trusted proxies the one they report.
    pub address: IpAddr,
    /// The cookie of a browser that someone signed in with before.
    pub device: Option<String>,
    /// The cookie of a browser whose user typed the right password and no code yet.
    pub ticket: Option<String>,
    /// The outcome of an earlier form post, to be shown on this page.
    pub flash: Option<Flash>,
    /// The open page that sent the request; it refetches by itself what it changed.
    pub page: Option<PageId>,
    /// The theme the user chose; `None` follows the system.
    pub theme: Option<Theme>,
    /// How the user exported a list last.
    pub export: ExportChoice,
}

/// Returns the settings of the page being rendered, which its request has in its extensions; outside of one the
/// defaults.
pub fn page_settings() -> PageSettings {
    use_context::<Parts>()
        .and_then(|parts| parts.extensions.get::<PageSettings>().cloned())
        .unwrap_or_default()
}

impl Caller {
    /// Where the request comes from, as limits count it. The only place that makes a source.
    pub fn source(&self) -> Source {
        Source::of(self.address)
    }

    /// Returns the caller of this request; of one that was not authenticated a guest.
    pub(super) fn of(parts: &Parts) -> Self {
        let found = parts.extensions.get::<Self>().cloned();
        found.unwrap_or_else(Self::guest)
    }

    fn guest() -> Self {
        Self {
            actor: None,
            session: None,
            address: IpAddr::from([127, 0, 0, 1]),
            device: None,
            ticket: None,
            flash: None,
            page: None,
            theme: None,
            export: ExportChoice::default(),
        }
    }
}

/// Returns the caller of the current request; outside a request a guest.
pub fn caller() -> Caller {
    use_context::<Parts>().map_or_else(Caller::guest, |parts| Caller::of(&parts))
}

/// Whether the browser itself posted a form, and so follows a redirect.
pub fn is_plain_form_post() -> bool {
    use_context::<Parts>().is_some_and(|parts| {
        let accept = parts
            .headers
            .get(header::ACCEPT)
            .and_then(|accept| accept.to_str().ok());
        parts.method == Method::POST && accept.is_some_and(|accept| accept.contains("text/html"))
    })
}
