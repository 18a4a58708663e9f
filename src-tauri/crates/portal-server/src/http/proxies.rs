//! Where a request comes from when it came through a proxy.

use std::net::IpAddr;
use std::sync::Arc;

use axum::http::HeaderMap;
use ipnet::IpNet;

/// Each proxy adds the address that it was called from at the end.
const FORWARDED_FOR: &str = "x-forwarded-for";

/// The proxies whose word counts. Anyone else may write what they like into the header.
#[derive(Clone, Debug, Default)]
pub(crate) struct Proxies(Arc<[IpNet]>);

impl Proxies {
    /// Believes these.
    pub(crate) fn new(trusted: Vec<IpNet>) -> Self {
        Self(trusted.into())
    }

    /// Where a request comes from that `peer` sent: the last address in the chain that is no trusted
    /// proxy. What is no address ends the chain.
    pub(super) fn origin(&self, peer: IpAddr, headers: &HeaderMap) -> IpAddr {
        let hops = headers
            .get_all(FORWARDED_FOR)
            .iter()
            .flat_map(|value| value.to_str().unwrap_or_default().split(','));
        let hops: Vec<&str> = hops.collect();
        let mut origin = peer.to_canonical();
        for hop in hops.into_iter().rev() {
            if !self.trusts(origin) {
                break;
            }
            match hop.trim().parse::<IpAddr>() {
                Ok(address) => origin = address.to_canonical(),
                Err(_) => break,
            }
        }
        origin
    }

    fn trusts(&self, address: IpAddr) -> bool {
        self.0.iter().any(|network| network.contains(&address))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn origin(trusted: &[&str], peer: &str, headers: &[&str]) -> String {
        let trusted = trusted.iter().map(|network| network.parse().unwrap());
        let mut map = HeaderMap::new();
        for value in headers {
            map.append(FORWARDED_FOR, value.parse().unwrap());
        }
        let proxies = Proxies::new(trusted.collect());
        proxies.origin(peer.parse().unwrap(), &map).to_string()
    }

    #[test]
    fn only_trusted_proxies_are_believed() {
        let proxies = ["10.0.0.0/8", "::1/128"];
        for (peer, headers, expected) in [
            ("192.0.2.1", &["198.51.100.7"][..], "192.0.2.1"),
            ("10.0.0.1", &["198.51.100.7"], "198.51.100.7"),
            ("::ffff:10.0.0.1", &["198.51.100.7"], "198.51.100.7"),
            ("10.0.0.1", &["203.0.113.9, 198.51.100.7"], "198.51.100.7"),
            (
                "10.0.0.1",
                &["203.0.113.9", "198.51.100.7, 10.2.3.4"],
                "198.51.100.7",
            ),
            ("10.0.0.1", &[], "10.0.0.1"),
            ("10.0.0.1", &["unknown"], "10.0.0.1"),
            ("10.0.0.1", &["198.51.100.7, unknown, 10.1.1.1"], "10.1.1.1"),
            ("::1", &["2001:db8::5"], "2001:db8::5"),
        ] {
            assert_eq!(
                origin(&proxies, peer, headers),
                expected,
                "{peer} {headers:?}"
            );
        }
        assert_eq!(origin(&[], "10.0.0.1", &["198.51.100.7"]), "10.0.0.1");
    }
}
