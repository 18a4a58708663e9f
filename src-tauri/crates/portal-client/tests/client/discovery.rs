//! What is behind an address.

use portal_client::ClientError;
use serde_json::{Value, json};
use tokio::net::TcpListener;
use wiremock::{MockServer, ResponseTemplate};

use crate::support::{RawServer, Then, connect, description, server_describing};

fn with(key: &str, value: Value) -> ResponseTemplate {
    let mut description = description();
    description[key] = value;
    ResponseTemplate::new(200).set_body_json(description)
}

#[tokio::test]
async fn a_portal_says_its_name() {
    let server = server_describing(ResponseTemplate::new(200).set_body_json(description())).await;
    let portal = connect(&format!(" {}/some/page?x#y ", server.uri()))
        .await
        .unwrap();
    assert_eq!(portal.name(), "ACME Portal");
    assert_eq!(portal.address().to_string(), server.uri());

    let requests = server.received_requests().await.unwrap();
    let agent = requests[0].headers.get("user-agent").unwrap();
    assert_eq!(agent, concat!("Portal Profile/", env!("CARGO_PKG_VERSION")));
}

#[tokio::test]
async fn other_servers_are_not_taken_for_portals() {
    let html = || ResponseTemplate::new(200).set_body_raw("<html>welcome</html>", "text/html");
    let json =
        |text: &'static str| ResponseTemplate::new(200).set_body_raw(text, "application/json");
    for reply in [
        ResponseTemplate::new(404),
        ResponseTemplate::new(401),
        ResponseTemplate::new(204),
        html(),
        json("null"),
        json("[]"),
        json("{\"name\": \"x\"}"),
        json("{\"contract_version\": \"1\"}"),
        json("{\"contract_version\": 1, \"name\": \"x\""),
        json("{\"contract_version\": 1, \"name\": \"x\"}"),
        with("graphql_path", json!("https://evil.example/graphql")),
        with("graphql_path", json!("//evil.example/graphql")),
        with("graphql_path", json!("graphql")),
    ] {
        let server = server_describing(reply.clone()).await;
        let error = connect(&server.uri()).await.unwrap_err();
        assert!(
            matches!(error, ClientError::NotAPortal { .. }),
            "{error:?} for {reply:?}"
        );
    }
}

#[tokio::test]
async fn another_protocol_is_not_a_portal() {
    let server = RawServer::start("SSH-2.0-OpenSSH_9.2\r\n", Then::Hang).await;
    let error = connect(&server.address).await.unwrap_err();
    assert!(matches!(error, ClientError::NotAPortal { .. }), "{error:?}");
}

#[tokio::test]
async fn another_version_of_the_contract_is_named() {
    // A later version may describe itself in other words; its number is all that counts.
    let reply = ResponseTemplate::new(200).set_body_json(json!({ "contract_version": 2 }));
    let server = server_describing(reply).await;
    let error = connect(&server.uri()).await.unwrap_err();
    assert!(
        matches!(error, ClientError::ContractUnsupported { version: 2 }),
        "{error:?}"
    );
}

#[tokio::test]
async fn a_redirect_is_not_followed() {
    let elsewhere = MockServer::start().await;
    for status in [301, 302, 303, 307, 308] {
        let reply = ResponseTemplate::new(status).insert_header("location", elsewhere.uri());
        let server = server_describing(reply).await;
        let error = connect(&server.uri()).await.unwrap_err();
        assert!(
            matches!(error, ClientError::Redirected { status: seen } if seen == status),
            "{error:?}"
        );
    }
    assert!(elsewhere.received_requests().await.unwrap().is_empty());
}

#[tokio::test]
async fn a_huge_description_is_not_read() {
    let server = server_describing(with("name", json!("x".repeat(64 * 1024)))).await;
    let error = connect(&server.uri()).await.unwrap_err();
    assert!(
        matches!(error, ClientError::ReplyTooLarge { limit: 65_536 }),
        "{error:?}"
    );
}

#[tokio::test]
async fn an_endless_description_is_not_read() {
    let head =
        "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ntransfer-encoding: chunked\r\n\r\n";
    let server = RawServer::start(head, Then::SendChunks).await;
    let error = connect(&server.address).await.unwrap_err();
    assert!(
        matches!(error, ClientError::ReplyTooLarge { .. }),
        "{error:?}"
    );
}

#[tokio::test]
async fn a_cut_off_description_is_told_apart() {
    let head = "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: 500\r\n\r\n{\"name\":";
    let server = RawServer::start(head, Then::Close).await;
    let error = connect(&server.address).await.unwrap_err();
    assert!(
        matches!(error, ClientError::ReplyInvalid { .. }),
        "{error:?}"
    );
}

#[tokio::test]
async fn a_server_that_hangs_times_out_once() {
    let silent = RawServer::start("", Then::Hang).await;
    let stalled =
        "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: 500\r\n\r\n{";
    let stalled = RawServer::start(stalled, Then::Hang).await;
    for server in [silent, stalled] {
        let error = connect(&server.address).await.unwrap_err();
        assert!(matches!(error, ClientError::TimedOut), "{error:?}");
        assert_eq!(server.connections(), 1);
    }
}

#[tokio::test]
async fn nothing_at_an_address_is_unreachable() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap().to_string();
    drop(listener);
    let error = connect(&address).await.unwrap_err();
    assert!(
        matches!(error, ClientError::Unreachable { .. }),
        "{error:?}"
    );
}
