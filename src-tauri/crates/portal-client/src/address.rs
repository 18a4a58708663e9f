//! A portal's address: from what a person typed to one origin.

use std::fmt;

use url::{Host, Url};

/// The origin of a portal. Only https, except to this machine itself.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct PortalAddress(Url);

/// Why what was typed is not a portal's address.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum AddressError {
    /// It is not the address of a web server, or it holds a user name or password.
    #[error("this is not the address of a portal")]
    Invalid,
    /// Plain http would show the password to everyone on the way.
    #[error("plain http is allowed to this machine only")]
    Insecure,
}

impl PortalAddress {
    /// The address that a person means by `typed`: surrounding space, path and query don't count, and a
    /// missing scheme is https, or http to this machine itself.
    ///
    /// # Errors
    /// [`AddressError`], also when the address holds a user name or a password.
    pub fn typed(typed: &str) -> Result<Self, AddressError> {
        let typed = typed.trim();
        // URL parsers take a backslash for a slash, which hides the host a person believes to see.
        if typed.is_empty() || typed.contains('\\') {
            return Err(AddressError::Invalid);
        }
        if typed.contains("://") {
            return Self::from_url(&parse(typed)?);
        }
        let plain = parse(&format!("http://{typed}"))?;
        if is_loopback(&plain) {
            return Self::from_url(&plain);
        }
        Self::from_url(&parse(&format!("https://{typed}"))?)
    }

    /// The origin of `url`.
    ///
    /// # Errors
    /// [`AddressError`], also when `url` holds a user name or a password.
    pub fn from_url(url: &Url) -> Result<Self, AddressError> {
        if !url.username().is_empty() || url.password().is_some() {
            return Err(AddressError::Invalid);
        }
        match url.scheme() {
            "https" => {}
            "http" if is_loopback(url) => {}
            "http" => return Err(AddressError::Insecure),
            _ => return Err(AddressError::Invalid),
        }
        parse(&url.origin().ascii_serialization()).map(Self)
    }

    /// Whether the portal runs on this machine.
    #[must_use]
    pub fn is_loopback(&self) -> bool {
        is_loopback(&self.0)
    }

    /// Whether the way there is encrypted.
    #[must_use]
    pub fn is_https(&self) -> bool {
        self.0.scheme() == "https"
    }

    /// The URL of an absolute path on this portal; `None` when `path` leads anywhere else.
    pub(crate) fn at(&self, path: &str) -> Option<Url> {
        if !path.starts_with('/') {
            return None;
        }
        let url = self.0.join(path).ok()?;
        (url.origin() == self.0.origin() && url.username().is_empty() && url.password().is_none())
            .then_some(url)
    }
}

/// The origin without a trailing slash, such as `https://portal.example:8443`.
impl fmt::Display for PortalAddress {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0.origin().ascii_serialization())
    }
}

fn parse(text: &str) -> Result<Url, AddressError> {
    Url::parse(text).map_err(|_| AddressError::Invalid)
}

fn is_loopback(url: &Url) -> bool {
    match url.host() {
        Some(Host::Domain(name)) => name == "localhost",
        Some(Host::Ipv4(address)) => address.is_loopback(),
        Some(Host::Ipv6(address)) => address.is_loopback(),
        None => false,
    }
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;

    #[rstest]
    #[case("portal.example", "https://portal.example")]
    #[case("  Portal.Example/  ", "https://portal.example")]
    #[case("portal.example:8443/profile?tab=1#top", "https://portal.example:8443")]
    #[case("https://portal.example:443", "https://portal.example")]
    #[case("HTTPS://portal.example", "https://portal.example")]
    #[case("bücher.example", "https://xn--bcher-kva.example")]
    #[case("portal", "https://portal")]
    #[case("localhost:8787", "http://localhost:8787")]
    #[case("LOCALHOST", "http://localhost")]
    #[case("localhost:443", "http://localhost:443")]
    #[case("https://localhost:8443", "https://localhost:8443")]
    #[case("127.0.0.1:8787/graphql", "http://127.0.0.1:8787")]
    #[case("127.9.9.9", "http://127.9.9.9")]
    #[case("[::1]:8787", "http://[::1]:8787")]
    #[case("http://127.0.0.1", "http://127.0.0.1")]
    fn an_address_is_reduced_to_its_origin(#[case] typed: &str, #[case] origin: &str) {
        assert_eq!(PortalAddress::typed(typed).unwrap().to_string(), origin);
    }

    #[rstest]
    #[case("", AddressError::Invalid)]
    #[case("   ", AddressError::Invalid)]
    #[case("two words", AddressError::Invalid)]
    #[case("https://", AddressError::Invalid)]
    #[case("ftp://portal.example", AddressError::Invalid)]
    #[case("file:///etc/passwd", AddressError::Invalid)]
    #[case("javascript:alert(1)", AddressError::Invalid)]
    #[case("mailto:ada@acme.example", AddressError::Invalid)]
    #[case("https:\\\\portal.example", AddressError::Invalid)]
    #[case("ada@portal.example", AddressError::Invalid)]
    #[case("https://ada:secret@portal.example", AddressError::Invalid)]
    #[case("http://:secret@localhost", AddressError::Invalid)]
    #[case("portal.example:99999", AddressError::Invalid)]
    #[case("http://portal.example", AddressError::Insecure)]
    #[case("http://10.0.0.1", AddressError::Insecure)]
    #[case("http://localhost.portal.example", AddressError::Insecure)]
    fn what_is_no_safe_address_is_refused(#[case] typed: &str, #[case] error: AddressError) {
        assert_eq!(PortalAddress::typed(typed), Err(error));
    }

    #[rstest]
    #[case("/graphql", Some("https://portal.example/graphql"))]
    #[case("/a/../b", Some("https://portal.example/b"))]
    #[case("graphql", None)]
    #[case("", None)]
    #[case("//evil.example/graphql", None)]
    #[case("/\\evil.example/graphql", None)]
    #[case("https://evil.example/graphql", None)]
    fn a_path_stays_on_the_portal(#[case] path: &str, #[case] url: Option<&str>) {
        let address = PortalAddress::typed("portal.example").unwrap();
        assert_eq!(address.at(path).as_ref().map(Url::as_str), url);
    }
}
