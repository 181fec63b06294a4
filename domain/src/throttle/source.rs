//! Where requests come from.
use super::RateLimit;
use std::{
    fmt,
    net::{AddrParseError, IpAddr},
    str::FromStr,
};

/// Where a request comes from, as limits count it: an IPv4 address, or the network (/64) that one
/// household or office gets of IPv6.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Source(IpAddr);

/// How many networks of a site (/48) together get what each gets alone.
pub(super) const NETWORKS_OF_A_SITE: i64 = 10;

impl Source {
    pub fn of(address: IpAddr) -> Self {
        Self(match address.to_canonical() {
            IpAddr::V6(address) => IpAddr::V6((address.to_bits() >> 64 << 64).into()),
            address @ IpAddr::V4(_) => address,
        })
    }

    /// Returns the names under which an attempt from here is counted, each with its limit: the source
    /// and, of IPv6, the site (/48), which has ten times as much free.
    pub fn limits(self, limit: RateLimit) -> Vec<(String, RateLimit)> {
        let mut limits = vec![(self.to_string(), limit)];
        if let IpAddr::V6(address) = self.0 {
            let site = IpAddr::V6((address.to_bits() >> 80 << 80).into());
            limits.push((format!("{site}/48"), limit.for_site()));
        }
        limits
    }
}

impl FromStr for Source {
    type Err = AddrParseError;

    /// Reads what [`Display`](fmt::Display) writes, or an address.
    fn from_str(text: &str) -> Result<Self, AddrParseError> {
        let address = text.split_once('/').map_or(text, |(address, _)| address);
        address.parse().map(Self::of)
    }
}

impl fmt::Display for Source {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0 {
            IpAddr::V4(address) => address.fmt(f),
            IpAddr::V6(network) => write!(f, "{network}/64"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::throttle::KEY_ADDRESS;

    #[test]
    fn a_network_is_one_source_and_a_site_ten() {
        let of = |address: &str| Source::of(address.parse().unwrap());
        let named = |address: &str| of(address).to_string();
        assert_eq!(named("192.0.2.1"), "192.0.2.1");
        for one in ["192.0.2.1", "2001:db8:1:2::1"] {
            assert_eq!(named(one).parse(), Ok(of(one)));
        }
        assert_eq!(named("::ffff:192.0.2.1"), "192.0.2.1");
        assert_eq!(named("2001:db8:1:2:3:4:5:6"), "2001:db8:1:2::/64");
        assert_eq!(of("2001:db8:1:2::1"), of("2001:db8:1:2:ffff::"));
        assert_ne!(of("2001:db8:1:2::1"), of("2001:db8:1:3::1"));
        let limits = of("2001:db8:1:2::1").limits(KEY_ADDRESS);
        let (site, limit) = &limits[1];
        assert_eq!(
            (site.as_str(), limit.free_attempts),
            ("2001:db8:1::/48", 300)
        );
        assert_eq!(of("192.0.2.1").limits(KEY_ADDRESS).len(), 1);
    }
}
