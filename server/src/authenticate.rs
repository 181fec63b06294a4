//! Authenticates each request once, before any handler runs.
use crate::{AppState, failure_page::unavailable, networks::Networks};
use app::{
    flash::Flash,
    server::{
        Caller, device_cookie_name, export_cookie_name, flash_cookie_name, session_cookie_name,
        theme_cookie_name, ticket_cookie_name,
    },
    theme::Theme,
};
use axum::{
    extract::{ConnectInfo, Request, State},
    http::{HeaderMap, header},
    middleware::Next,
    response::Response,
};
use db::flashes::{self, FlashKind};
use domain::{
    events::{PAGE_HEADER, PageId},
    exports::ExportChoice,
    ids::UserId,
    messages::refusals,
    policy::Actor,
};
use std::net::{IpAddr, Ipv4Addr, SocketAddr};

/// Puts a [`Caller`] into the request's extensions.
pub async fn authenticate(
    State(portal): State<AppState>,
    mut request: Request,
    next: Next,
) -> Response {
    let headers = request.headers();
    let session = cookie(headers, session_cookie_name(&portal.base_url)).map(str::to_owned);
    let found = match &session {
        Some(token) => db::sessions::find(portal.system(), token, db::now()).await,
        None => Ok(None),
    };
    let actor = match found {
        Ok(found) => found.map(|(_, actor)| actor),
        Err(error) => {
            tracing::error!(%error, "cannot look up the session");
            return unavailable(refusals::NO_SESSION_LOOKUP);
        }
    };
    let kept = cookie(headers, flash_cookie_name(&portal.base_url)).map(str::to_owned);
    let query = request.uri().query().map(str::to_owned);
    let flash = flash(&portal, query, kept, actor.as_ref()).await;
    let headers = request.headers();
    let export = actor
        .as_ref()
        .and_then(|actor| cookie(headers, &export_cookie_name(&portal.base_url, actor.id)))
        .and_then(ExportChoice::from_code);
    let caller = Caller {
        export: export.unwrap_or_default(),
        actor,
        session,
        address: address(&portal.trusted_proxies, &request),
        device: cookie(headers, device_cookie_name(&portal.base_url)).map(str::to_owned),
        ticket: cookie(headers, ticket_cookie_name(&portal.base_url)).map(str::to_owned),
        page: page(headers),
        flash,
        theme: cookie(headers, theme_cookie_name(&portal.base_url)).and_then(Theme::from_code),
    };
    let account = caller.actor.as_ref().map(Actor::real_id);
    request.extensions_mut().insert(caller);
    let mut response = next.run(request).await;
    response.extensions_mut().insert(Authenticated { account });
    response
}

/// In the extensions of a response: that its request came as far as this, and whose it was.
#[derive(Clone, Copy, Debug)]
pub struct Authenticated {
    pub account: Option<UserId>,
}

/// The page that sent the request.
fn page(headers: &HeaderMap) -> Option<PageId> {
    let value = headers.get(PAGE_HEADER)?;
    PageId::parse(value.to_str().ok()?)
}

/// Returns a cookie's value.
pub fn cookie<'a>(headers: &'a HeaderMap, name: &str) -> Option<&'a str> {
    headers
        .get_all(header::COOKIE)
        .iter()
        .filter_map(|header| header.to_str().ok())
        .flat_map(|header| header.split(';'))
        .filter_map(|pair| pair.trim().split_once('='))
        .find_map(|(found, value)| (found == name).then_some(value))
}

/// Returns what a refused form left for this page: the user's own, or what this browser kept as a
/// guest's. If the flash cannot be read, the page appears without it.
async fn flash(
    portal: &AppState,
    query: Option<String>,
    kept: Option<String>,
    actor: Option<&Actor>,
) -> Option<Flash> {
    let query: Vec<(String, String)> = serde_urlencoded::from_str(&query?).ok()?;
    let token = query
        .into_iter()
        .find_map(|(name, value)| (name == "flash").then_some(value))?;
    let (db, now) = (portal.system(), db::now());
    if let Some(actor) = actor {
        let found = flashes::get_own(db, FlashKind::Form, actor.real_id(), &token, now).await;
        if let Some(body) = found.ok()? {
            let mut flash: Flash = serde_json::from_str(&body).ok()?;
            flash.token = token;
            return Some(flash);
        }
    }
    let body = flashes::open_from_browser(db, &kept?, now)?;
    let flash: Flash = serde_json::from_str(&body).ok()?;
    (flash.token == token).then_some(flash)
}

/// The client's address: the peer's or, if the peer is a trusted proxy, the last address in
/// `X-Forwarded-For` that is not trusted. The header is ignored from all other peers.
pub fn address(trusted: &Networks, request: &Request) -> IpAddr {
    let peer = peer(request);
    if !trusted.contains(&peer) {
        return peer;
    }
    let forwarded = request
        .headers()
        .get_all("x-forwarded-for")
        .iter()
        .filter_map(|header| header.to_str().ok())
        .flat_map(|header| header.split(','))
        .map(|text| text.trim().parse::<IpAddr>());
    // Read from the right: everything left of the first untrusted address can be forged.
    let mut client = peer;
    for hop in forwarded.collect::<Vec<_>>().into_iter().rev() {
        match hop {
            Ok(hop) => client = hop.to_canonical(),
            Err(_) => break,
        }
        if !trusted.contains(&client) {
            break;
        }
    }
    client
}

/// The other end of the connection.
pub fn peer(request: &Request) -> IpAddr {
    request
        .extensions()
        .get::<ConnectInfo<SocketAddr>>()
        .map_or(IpAddr::V4(Ipv4Addr::LOCALHOST), |ConnectInfo(peer)| {
            peer.ip().to_canonical()
        })
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::body::Body;

    fn seen(peer: &str, forwarded: &str) -> String {
        let trusted = ["10.0.0.1/32", "10.0.0.2/32", "172.16.0.0/12"];
        let trusted = trusted.map(|network| network.parse().unwrap());
        let mut request = Request::get("/")
            .header("x-forwarded-for", forwarded)
            .body(Body::empty())
            .unwrap();
        let peer: SocketAddr = format!("{peer}:1234").parse().unwrap();
        request.extensions_mut().insert(ConnectInfo(peer));
        address(&trusted.into_iter().collect(), &request).to_string()
    }

    #[test]
    fn a_forwarded_for_header_of_an_untrusted_peer_is_ignored() {
        assert_eq!(seen("192.0.2.7", "203.0.113.9"), "192.0.2.7");
    }

    #[test]
    fn behind_proxies_the_last_untrusted_address_counts() {
        assert_eq!(seen("10.0.0.1", "203.0.113.9"), "203.0.113.9");
        assert_eq!(
            seen("10.0.0.1", "1.1.1.1, 203.0.113.9, 10.0.0.2"),
            "203.0.113.9"
        );
        assert_eq!(seen("10.0.0.1", "nonsense"), "10.0.0.1");
        assert_eq!(seen("172.31.0.9", "203.0.113.9, 172.16.0.1"), "203.0.113.9");
        assert_eq!(seen("172.32.0.9", "203.0.113.9"), "172.32.0.9");
    }
}
