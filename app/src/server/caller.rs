//! Who sent the request that is being answered.
use crate::{flash::Flash, theme::Theme};
use axum::http::{Method, header, request::Parts};
use domain::{policy::Actor, settings::DEFAULT_PORTAL_NAME};
use leptos::prelude::use_context;
use std::net::IpAddr;

/// What the server's layers found out about a request, in its extensions.
#[derive(Clone, Debug)]
pub struct Caller {
    pub actor: Option<Actor>,
    /// The session's token, to end it.
    pub session: Option<String>,
    /// The address of the client, behind trusted proxies the one they report.
    pub address: IpAddr,
    /// What an earlier form post left for this page.
    pub flash: Option<Flash>,
    /// What the user chose; else the system's choice holds.
    pub theme: Option<Theme>,
}

/// What the portal is called, in the extensions of a page's request.
#[derive(Clone, Debug)]
pub struct PortalName(pub String);

/// What the page that is being rendered calls the portal; the usual name outside a request.
pub fn portal_name() -> String {
    use_context::<Parts>()
        .and_then(|parts| parts.extensions.get::<PortalName>().cloned())
        .map_or_else(|| DEFAULT_PORTAL_NAME.to_owned(), |PortalName(name)| name)
}

/// The caller of the request that is being answered; nobody outside a request.
pub fn caller() -> Caller {
    use_context::<Parts>()
        .and_then(|parts| parts.extensions.get::<Caller>().cloned())
        .unwrap_or(Caller {
            actor: None,
            session: None,
            address: IpAddr::from([127, 0, 0, 1]),
            flash: None,
            theme: None,
        })
}

/// Whether the browser sent this as a form and will show the page it is led to.
pub fn is_plain_form_post() -> bool {
    use_context::<Parts>().is_some_and(|parts| {
        let accept = parts
            .headers
            .get(header::ACCEPT)
            .and_then(|accept| accept.to_str().ok());
        parts.method == Method::POST && accept.is_some_and(|accept| accept.contains("text/html"))
    })
}
