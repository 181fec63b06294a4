//! Readers of values that are more than a text.
use ipnet::IpNet;
use std::net::IpAddr;
use url::Url;

/// Returns a network; an address is one of its own.
pub fn network(text: &str) -> Result<IpNet, String> {
    let address = || text.parse::<IpAddr>().map(IpNet::from).ok();
    let network = text.parse::<IpNet>().ok().or_else(address);
    network
        .map(|network| network.trunc())
        .ok_or_else(|| "this is neither an address nor a network".to_owned())
}

/// Returns the address without a slash at its end.
pub fn base_url(text: &str) -> Result<String, String> {
    let url = Url::parse(text).map_err(|error| error.to_string())?;
    if !["http", "https"].contains(&url.scheme()) || !url.has_host() {
        return Err("it has to begin with https:// or http://".to_owned());
    }
    if url.path() != "/" || url.query().is_some() || url.fragment().is_some() {
        return Err("the portal needs a host of its own, without a path".to_owned());
    }
    if !url.username().is_empty() || url.password().is_some() {
        return Err("it has no user and no password".to_owned());
    }
    Ok(text.trim_end_matches('/').to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_proxy_is_an_address_or_a_network() {
        for (text, read) in [
            ("192.0.2.7", "192.0.2.7/32"),
            ("10.1.2.3/8", "10.0.0.0/8"),
            ("fd00::/8", "fd00::/8"),
            ("::1", "::1/128"),
        ] {
            assert_eq!(
                network(text).map(|network| network.to_string()),
                Ok(read.to_owned())
            );
        }
        for text in ["", "10.0.0.0/33", "proxy.example", "10.0.0"] {
            assert!(network(text).is_err(), "{text}");
        }
    }

    #[test]
    fn the_portals_address_has_a_host_and_no_path() {
        for text in ["https://learn.example.org", "http://127.0.0.1:3000/"] {
            assert_eq!(base_url(text).as_deref(), Ok(text.trim_end_matches('/')));
        }
        for text in [
            "learn.example.org",
            "ftp://learn.example.org",
            "https://example.org/learn",
            "https://example.org/?a",
            "https://me@example.org",
            "",
        ] {
            assert!(base_url(text).is_err(), "{text}");
        }
    }
}
