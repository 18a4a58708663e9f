//! Servers to talk to.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, LazyLock};
use std::time::Duration;

use portal_client::{Caller, ClientError, PortalAddress, PortalClient, Timeouts};
use secrecy::SecretString;
use serde_json::{Value, json};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use wiremock::matchers::{method, path};
use wiremock::{Mock, MockServer, ResponseTemplate};

/// Long enough for an answer on this machine, short enough to wait for one that never comes.
pub(crate) const SHORT: Timeouts = Timeouts {
    connect: Duration::from_secs(2),
    description: Duration::from_secs(2),
    total: Duration::from_secs(2),
    silence: Duration::from_secs(2),
    stall: Duration::from_secs(2),
};

/// The session with [`TOKEN`], about the organization in [`viewer`].
pub(crate) fn caller() -> Caller<'static> {
    static SESSION: LazyLock<SecretString> = LazyLock::new(|| TOKEN.into());
    Caller {
        token: &SESSION,
        organization: Some("org_1"),
    }
}

/// A token that must never be seen outside a header.
pub(crate) const TOKEN: &str = "tok_5e55i0n-5ecret";

pub(crate) fn description() -> Value {
    json!({
        "name": "ACME Portal",
        "contract_version": 1,
        "graphql_path": "/graphql",
        "sign_in_methods": ["password"],
    })
}

pub(crate) fn viewer() -> Value {
    json!({
        "id": "acc_1",
        "email": "ada@acme.example",
        "displayName": "Ada Lovelace",
        "avatarPath": "/avatars/ada.png",
        "organization": {
            "id": "org_1",
            "name": "ACME Robotics",
            "kind": "SHARED",
            "viewerRoles": ["ADMIN", "BILLING_ADMIN"],
            "imagePath": "/pictures/acme.png",
            "mfaRequiredSince": "2026-05-03T09:00:00Z",
            "viewerCanAdminister": true,
            "viewerCanLeave": true,
            "viewerPages": ["HOME", "MEMBERS"],
            "viewerSeesCredits": true,
        },
        "preferences": { "toastNotifications": true, "theme": "DARK" },
        "security": {
            "mfa": { "enabledAt": null, "recoveryCodesLeft": 0, "requiredBy": [requirement()] },
            "passwordChangedAt": "2026-05-03T09:00:00Z",
        },
        "apiKeys": { "usable": 3, "expiring": 1, "limit": 20 },
        "pinnedPage": {
            "id": "charts.wsp_1", "page": "CHARTS", "workspace": "wsp_1", "workspaceName": "Line 4",
            "broken": null,
        },
    })
}

pub(crate) fn requirement() -> Value {
    json!({
        "organization": "org_1",
        "name": "ACME Robotics",
        "since": "2026-05-03T09:00:00Z",
        "contacts": ["Grace Hopper"],
        "viewerIsContact": false,
        "inView": true,
    })
}

/// A server whose description is `description`.
pub(crate) async fn server_describing(description: ResponseTemplate) -> MockServer {
    let server = MockServer::start().await;
    Mock::given(method("GET"))
        .and(path("/.well-known/portal"))
        .respond_with(description)
        .mount(&server)
        .await;
    server
}

/// A portal that answers each operation with `reply`.
pub(crate) async fn portal_replying(reply: ResponseTemplate) -> (MockServer, PortalClient) {
    let server = server_describing(ResponseTemplate::new(200).set_body_json(description())).await;
    Mock::given(method("POST"))
        .and(path("/graphql"))
        .respond_with(reply)
        .mount(&server)
        .await;
    let portal = connect(&server.uri()).await.unwrap();
    (server, portal)
}

/// A portal that answers each operation with `data`.
pub(crate) async fn portal_answering(data: Value) -> (MockServer, PortalClient) {
    portal_replying(ResponseTemplate::new(200).set_body_json(json!({ "data": data }))).await
}

pub(crate) async fn connect(address: &str) -> Result<PortalClient, ClientError> {
    PortalClient::connect(PortalAddress::typed(address).unwrap(), SHORT).await
}

/// The bodies of the operations that `server` received, oldest first.
pub(crate) async fn operations(server: &MockServer) -> Vec<Value> {
    let requests = server.received_requests().await.unwrap();
    requests
        .iter()
        .filter(|request| request.url.path() == "/graphql")
        .map(|request| request.body_json().unwrap())
        .collect()
}

/// What a [`RawServer`] does after it sent its bytes.
#[derive(Clone, Copy)]
pub(crate) enum Then {
    Close,
    Hang,
    /// Sends chunks until the client has enough.
    SendChunks,
}

/// A server below HTTP: it reads one request, sends bytes, and then does as told.
pub(crate) struct RawServer {
    pub(crate) address: String,
    connections: Arc<AtomicUsize>,
}

impl RawServer {
    pub(crate) async fn start(bytes: &'static str, then: Then) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap().to_string();
        let connections = Arc::new(AtomicUsize::new(0));
        let counter = Arc::clone(&connections);
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                counter.fetch_add(1, Ordering::SeqCst);
                tokio::spawn(serve(stream, bytes, then));
            }
        });
        Self {
            address,
            connections,
        }
    }

    pub(crate) fn connections(&self) -> usize {
        self.connections.load(Ordering::SeqCst)
    }
}

/// Ends with an error when the client goes away, which is the end of the conversation.
async fn serve(mut stream: TcpStream, bytes: &'static str, then: Then) -> std::io::Result<()> {
    let mut request = Vec::new();
    while !request.ends_with(b"\r\n\r\n") {
        if stream.read_buf(&mut request).await? == 0 {
            return Ok(());
        }
    }
    stream.write_all(bytes.as_bytes()).await?;
    match then {
        Then::Close => stream.shutdown().await,
        Then::Hang => stream.read_u8().await.map(drop),
        Then::SendChunks => loop {
            stream.write_all(b"10\r\n\"aaaaaaaaaaaaaa\"\r\n").await?;
        },
    }
}
