//! Servers that answer as no portal does, each in its own way.

use std::sync::Arc;

use anyhow::{Result, ensure};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinHandle;
use tokio_rustls::TlsAcceptor;
use tokio_rustls::rustls::ServerConfig;
use tokio_rustls::rustls::crypto::ring;
use tokio_rustls::rustls::pki_types::PrivatePkcs8KeyDer;

/// What such a server does with whoever asks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Awkward {
    /// Sends a web page.
    Html,
    /// Ends in the middle of a JSON answer.
    Truncated,
    /// Never stops sending.
    Endless,
    /// Sends the client elsewhere.
    Redirect,
    /// Takes the request and says nothing.
    Silent,
    /// Reports a fault of its own.
    Faulty,
}

/// A server that runs until it is dropped.
#[derive(Debug)]
pub struct AwkwardServer {
    address: String,
    serving: JoinHandle<()>,
}

impl AwkwardServer {
    /// Starts a server on a free port of loopback.
    ///
    /// # Errors
    /// When it can't listen.
    pub async fn start(awkward: Awkward) -> Result<Self> {
        Self::serve("http", move |connection| answer(awkward, connection)).await
    }

    /// Starts a server whose certificate nobody signed.
    ///
    /// # Errors
    /// When it can't listen.
    pub async fn untrusted() -> Result<Self> {
        let tls = self_signed()?;
        Self::serve("https", move |connection| {
            let tls = tls.clone();
            async move { Ok(tls.accept(connection).await?.shutdown().await?) }
        })
        .await
    }

    async fn serve<Answered>(
        scheme: &str,
        answer: impl Fn(TcpStream) -> Answered + Send + 'static,
    ) -> Result<Self>
    where
        Answered: Future<Output = Result<()>> + Send + 'static,
    {
        let listener = TcpListener::bind("127.0.0.1:0").await?;
        let address = format!("{scheme}://{}", listener.local_addr()?);
        let serving = tokio::spawn(async move {
            while let Ok((connection, _)) = listener.accept().await {
                // Clients hang up when they have had enough.
                tokio::spawn(answer(connection));
            }
        });
        Ok(Self { address, serving })
    }

    /// What to type to get there.
    #[must_use]
    pub fn address(&self) -> &str {
        &self.address
    }
}

impl Drop for AwkwardServer {
    fn drop(&mut self) {
        self.serving.abort();
    }
}

/// Answers one request and hears the client out, so that what was sent is not lost to a reset.
pub(crate) async fn answer(awkward: Awkward, mut connection: TcpStream) -> Result<()> {
    let mut request = [0; 4096];
    let received = connection.read(&mut request).await?;
    ensure!(received > 0, "the client asked nothing");
    reply(awkward, connection).await
}

/// Answers a request that was read.
pub(crate) async fn reply(awkward: Awkward, mut connection: TcpStream) -> Result<()> {
    let json = "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\n";
    let reply = match awkward {
        Awkward::Html => whole(
            "200 OK\r\ncontent-type: text/html",
            "<!doctype html><p>Hello",
        ),
        Awkward::Redirect => whole("302 Found\r\nlocation: https://portal.example/", ""),
        Awkward::Faulty => whole("500 Internal Server Error", ""),
        Awkward::Truncated => format!("{json}content-length: 1000\r\n\r\n{{\"name\": \"Por"),
        Awkward::Endless => format!("{json}\r\n{{\"name\": \""),
        Awkward::Silent => return std::future::pending().await,
    };
    connection.write_all(reply.as_bytes()).await?;
    if awkward == Awkward::Endless {
        loop {
            connection.write_all(&[b'a'; 65_536]).await?;
        }
    }
    connection.shutdown().await?;
    tokio::io::copy(&mut connection, &mut tokio::io::sink()).await?;
    Ok(())
}

fn whole(head: &str, body: &str) -> String {
    let length = body.len();
    format!("HTTP/1.1 {head}\r\ncontent-length: {length}\r\nconnection: close\r\n\r\n{body}")
}

fn self_signed() -> Result<TlsAcceptor> {
    let certified = rcgen::generate_simple_self_signed(["127.0.0.1".to_owned()])?;
    let key = PrivatePkcs8KeyDer::from(certified.signing_key.serialize_der());
    let provider = Arc::new(ring::default_provider());
    let config = ServerConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()?
        .with_no_client_auth()
        .with_single_cert(vec![certified.cert.into()], key.into())?;
    Ok(TlsAcceptor::from(Arc::new(config)))
}
