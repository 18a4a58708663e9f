//! Encrypted connections.

use std::sync::Arc;

use portal_client::ClientError;
use tokio::net::TcpListener;
use tokio_rustls::TlsAcceptor;
use tokio_rustls::rustls::ServerConfig;
use tokio_rustls::rustls::crypto::ring;
use tokio_rustls::rustls::pki_types::PrivateKeyDer;
use wiremock::MockServer;

use crate::support::connect;

/// The address of a server whose certificate nobody vouches for.
async fn self_signed_server() -> String {
    let certified = rcgen::generate_simple_self_signed(["localhost".to_owned()]).unwrap();
    let key = PrivateKeyDer::try_from(certified.signing_key.serialize_der()).unwrap();
    let config = ServerConfig::builder_with_provider(Arc::new(ring::default_provider()))
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_no_client_auth()
        .with_single_cert(vec![certified.cert.der().clone()], key)
        .unwrap();
    let acceptor = TlsAcceptor::from(Arc::new(config));
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let port = listener.local_addr().unwrap().port();
    tokio::spawn(async move {
        while let Ok((stream, _)) = listener.accept().await {
            assert!(acceptor.accept(stream).await.is_err(), "the client went on");
        }
    });
    format!("https://localhost:{port}")
}

#[tokio::test]
async fn an_untrusted_certificate_is_told_apart() {
    let error = connect(&self_signed_server().await).await.unwrap_err();
    assert!(
        matches!(error, ClientError::CertificateUntrusted { .. }),
        "{error:?}"
    );
}

#[tokio::test]
async fn a_server_without_encryption_is_no_matter_of_certificates() {
    let plain = MockServer::start().await;
    let error = connect(&plain.uri().replace("http://", "https://"))
        .await
        .unwrap_err();
    assert!(
        matches!(error, ClientError::Unreachable { .. }),
        "{error:?}"
    );
}
