//! Networks that are trusted: those of proxies.
use ipnet::IpNet;
use std::{net::IpAddr, sync::Arc};

/// A set of networks; an address is a network of one. Cheap to clone.
#[derive(Clone, Debug, Default)]
pub struct Networks(Arc<[IpNet]>);

impl Networks {
    /// Whether the address, in its canonical form, is in one of them.
    #[must_use]
    pub fn contains(&self, address: &IpAddr) -> bool {
        self.0.iter().any(|network| network.contains(address))
    }
}

impl FromIterator<IpNet> for Networks {
    fn from_iter<I: IntoIterator<Item = IpNet>>(networks: I) -> Self {
        Self(networks.into_iter().collect())
    }
}

impl From<Vec<IpAddr>> for Networks {
    fn from(addresses: Vec<IpAddr>) -> Self {
        addresses.into_iter().map(IpNet::from).collect()
    }
}

impl<const N: usize> From<[IpAddr; N]> for Networks {
    fn from(addresses: [IpAddr; N]) -> Self {
        Vec::from(addresses).into()
    }
}
