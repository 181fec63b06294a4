//! Under which name and from which origin the portal is used: only its own.
use crate::{AppState, authenticate::peer, monitor::ready};
use axum::{
    extract::{Request, State},
    http::{StatusCode, header, uri::Authority},
    middleware::Next,
    response::{IntoResponse, Response},
};
use domain::messages::refusals;
use std::net::IpAddr;

/// Refuses a request to another host with 421, and one that writes from another origin with 403.
///
/// A name that an attacker has point here would make the portal part of their own site (DNS
/// rebinding). A trusted proxy may send the host that it knows the server by, as it has compared the
/// name itself. The origin is compared with its scheme, which `CsrfLayer` leaves out.
pub async fn require_own(State(portal): State<AppState>, request: Request, next: Next) -> Response {
    let trusted = portal.trusted_proxies.contains(&peer(&request));
    // What asks for health knows the machine only.
    let is_health = ready::PATHS.contains(&request.uri().path());
    if !trusted && !is_health && !is_own_host(&portal.base_url, &request) {
        let told = format!("{} {}", refusals::OTHER_HOST, portal.base_url);
        return (StatusCode::MISDIRECTED_REQUEST, told).into_response();
    }
    let origin = request.headers().get(header::ORIGIN);
    let origin = origin.map(|origin| origin.to_str().unwrap_or_default());
    let is_own = origin.is_none_or(|origin| is_own_origin(&portal.base_url, origin));
    if !is_own && !request.method().is_safe() {
        return StatusCode::FORBIDDEN.into_response();
    }
    next.run(request).await
}

fn is_own_origin(base_url: &str, origin: &str) -> bool {
    let Some((scheme, host)) = origin.split_once("://") else {
        return false;
    };
    let port = if scheme == "https" { ":443" } else { ":80" };
    let bare = |host| str::strip_suffix(host, port).unwrap_or(host);
    let own = base_url.split_once("://");
    own.is_some_and(|(own_scheme, own)| {
        own_scheme == scheme && bare(own).eq_ignore_ascii_case(bare(host))
    }) || is_other_name(base_url, origin)
}

fn is_own_host(base_url: &str, request: &Request) -> bool {
    let named = request.headers().get(header::HOST);
    let named = named.and_then(|host| host.to_str().ok());
    let Some(host) = request.uri().authority().map(Authority::as_str).or(named) else {
        return false;
    };
    let scheme = base_url
        .split_once("://")
        .map_or("http", |(scheme, _)| scheme);
    is_own_origin(base_url, &format!("{scheme}://{host}"))
}

/// Whether both are addresses of a machine without a public name, as in a trial: `localhost`, or an IP
/// address, which no attacker can have point elsewhere.
fn is_other_name(base_url: &str, origin: &str) -> bool {
    match (machine(base_url), machine(origin)) {
        (Some(own), Some(other)) => own == other,
        _ => false,
    }
}

/// The scheme and the port of an origin that is no public name.
fn machine(origin: &str) -> Option<(&str, Option<u16>)> {
    let (scheme, host) = origin.split_once("://")?;
    let authority: Authority = host.parse().ok()?;
    let name = authority.host().trim_matches(['[', ']']);
    let is_machine = name.eq_ignore_ascii_case("localhost") || name.parse::<IpAddr>().is_ok();
    is_machine.then(|| (scheme, authority.port_u16()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::body::Body;

    fn own(base_url: &str, host: &str) -> bool {
        let request = Request::get("/").header(header::HOST, host);
        is_own_host(base_url, &request.body(Body::empty()).unwrap())
    }

    #[test]
    fn a_portal_with_a_name_has_no_other() {
        for host in ["learn.example", "LEARN.example", "learn.example:443"] {
            assert!(own("https://learn.example", host), "{host}");
        }
        for host in [
            "evil.example",
            "10.0.0.5",
            "localhost",
            "learn.example:80",
            "",
        ] {
            assert!(!own("https://learn.example", host), "{host}");
        }
    }

    #[test]
    fn a_machine_without_a_name_has_its_addresses() {
        for host in [
            "127.0.0.1:3000",
            "localhost:3000",
            "192.168.1.7:3000",
            "[::1]:3000",
        ] {
            assert!(own("http://127.0.0.1:3000", host), "{host}");
        }
        for host in [
            "evil.example:3000",
            "localhost:4000",
            "localhost.evil.example:3000",
        ] {
            assert!(!own("http://127.0.0.1:3000", host), "{host}");
        }
    }
}
