//! The one place that builds HTTP clients.

use std::time::Duration;

use reqwest::ClientBuilder;
use reqwest::redirect::Policy;

use crate::address::PortalAddress;
use crate::error::ClientError;

/// How long a portal may take.
#[derive(Clone, Copy, Debug)]
pub struct Timeouts {
    /// For a connection.
    pub connect: Duration,
    /// For the description that says whether a server is a portal: a person waits for it with
    /// nothing else to do.
    pub description: Duration,
    /// For a whole request, from the first byte sent to the last one read; not for the download of a file.
    pub total: Duration,
    /// Between two signs of life of what is followed: a portal gives one each 15 seconds.
    pub silence: Duration,
    /// For the next byte of a file that is downloaded.
    pub stall: Duration,
}

impl Default for Timeouts {
    fn default() -> Self {
        Self {
            connect: Duration::from_secs(10),
            description: Duration::from_secs(10),
            total: Duration::from_secs(30),
            silence: Duration::from_secs(40),
            stall: Duration::from_secs(30),
        }
    }
}

/// A client for the portal at `address` alone: no cookies, no redirects, and nothing unencrypted to
/// another machine.
pub(crate) fn client(
    address: &PortalAddress,
    timeouts: Timeouts,
) -> Result<reqwest::Client, ClientError> {
    let builder = builder(address, timeouts).timeout(timeouts.total);
    builder.build().map_err(ClientError::no_client)
}

/// As [`client`], for replies without end.
pub(crate) fn streaming_client(
    address: &PortalAddress,
    timeouts: Timeouts,
) -> Result<reqwest::Client, ClientError> {
    let builder = builder(address, timeouts).read_timeout(timeouts.silence);
    builder.build().map_err(ClientError::no_client)
}

fn builder(address: &PortalAddress, timeouts: Timeouts) -> ClientBuilder {
    // reqwest takes the provider of the process; whichever was installed first serves.
    let _ = rustls::crypto::ring::default_provider().install_default();

    let mut builder = reqwest::Client::builder()
        .user_agent(concat!("Portal Profile/", env!("CARGO_PKG_VERSION")))
        .connect_timeout(timeouts.connect)
        .redirect(Policy::none())
        .https_only(address.is_https());
    if address.is_loopback() {
        builder = builder.no_proxy();
    }
    if !address.is_https() {
        // A system without trusted roots can still use the portal it runs itself.
        builder = builder.tls_certs_only([]);
    }
    builder
}
