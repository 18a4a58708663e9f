//! Servers that are no portals, each in its own way.

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
    /// Has a certificate that nobody signed.
    Untrusted,
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
        let listener = TcpListener::bind("127.0.0.1:0").await?;
        let scheme = if awkward == Awkward::Untrusted {
            "https"
        } else {
            "http"
        };
        let address = format!("{scheme}://{}", listener.local_addr()?);
        let tls = self_signed()?;
        let serving = tokio::spawn(async move {
            while let Ok((connection, _)) = listener.accept().await {
                let tls = tls.clone();
                tokio::spawn(async move {
                    // Clients hang up when they have had enough.
                    let _hung_up = answer(awkward, connection, tls).await;
                });
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

async fn answer(awkward: Awkward, mut connection: TcpStream, tls: TlsAcceptor) -> Result<()> {
    if awkward == Awkward::Untrusted {
        tls.accept(connection).await?.shutdown().await?;
        return Ok(());
    }
    let mut request = [0; 4096];
    let received = connection.read(&mut request).await?;
    ensure!(received > 0, "the client asked nothing");
    match awkward {
        Awkward::Html => {
            send(
                &mut connection,
                "200 OK\r\ncontent-type: text/html",
                "<!doctype html><p>Hello",
            )
            .await
        }
        Awkward::Redirect => {
            send(
                &mut connection,
                "302 Found\r\nlocation: https://portal.example/",
                "",
            )
            .await
        }
        Awkward::Truncated => {
            let head = "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: 1000\r\n\r\n{\"name\": \"Por";
            connection.write_all(head.as_bytes()).await?;
            Ok(connection.shutdown().await?)
        }
        Awkward::Endless => {
            let head = "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\n\r\n{\"name\": \"";
            connection.write_all(head.as_bytes()).await?;
            loop {
                connection.write_all(&[b'a'; 65_536]).await?;
            }
        }
        Awkward::Silent | Awkward::Untrusted => std::future::pending().await,
    }
}

async fn send(connection: &mut TcpStream, head: &str, body: &str) -> Result<()> {
    let length = body.len();
    let answer =
        format!("HTTP/1.1 {head}\r\ncontent-length: {length}\r\nconnection: close\r\n\r\n{body}");
    Ok(connection.write_all(answer.as_bytes()).await?)
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
