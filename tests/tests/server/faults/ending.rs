//! Work under way when the client or the portal goes away.

use std::sync::Arc;
use std::time::Duration;

use portal_server::store::entities::session;
use rstest::rstest;
use sea_orm::{EntityTrait, PaginatorTrait};
use serde_json::json;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::time::timeout;

use crate::support::{ADA, Backend, ObservedHashing, PASSWORD, TestPortal, Tested};

const SIGN_IN: &str = "mutation { signIn(input: {
    email: \"ada@acme.example\", password: \"sample\", client: \"Tests\" }) { __typename } }";

#[rstest]
#[tokio::test]
async fn a_mutation_is_finished_when_its_client_hangs_up(
    #[values(Backend::Sqlite, Backend::Postgres)] backend: Backend,
) -> Tested {
    let portal = TestPortal::start_with(backend, ObservedHashing::held_up()).await?;
    let body = json!({ "query": SIGN_IN }).to_string();
    let mut client = TcpStream::connect(portal.address()).await?;
    let length = body.len();
    let request = format!(
        "POST /graphql HTTP/1.1\r\nhost: portal\r\ncontent-type: application/json\r\n\
         content-length: {length}\r\n\r\n{body}"
    );
    client.write_all(request.as_bytes()).await?;
    portal.hashing.begun().await;
    drop(client);
    portal.hashing.release();
    let (_place, store) = portal.stop().await;
    assert_eq!(session::Entity::find().count(store.read()).await?, 1);
    Ok(())
}

#[tokio::test]
async fn a_request_under_way_is_answered_when_the_portal_stops() -> Tested {
    let portal = TestPortal::start_with(Backend::Sqlite, ObservedHashing::held_up()).await?;
    let hashing = Arc::clone(&portal.hashing);
    let request = portal.post().json(&json!({ "query": SIGN_IN })).send();
    let request = tokio::spawn(request);
    hashing.begun().await;
    let address = portal.address();
    let stopping = tokio::spawn(portal.stop());
    // Once nothing listens any more, stopping has begun.
    while TcpStream::connect(address).await.is_ok() {
        tokio::task::yield_now().await;
    }
    hashing.release();
    let answer: serde_json::Value = request.await??.json().await?;
    assert_eq!(answer["data"]["signIn"]["__typename"], "SignedIn");
    stopping.await?;
    Ok(())
}

#[tokio::test]
async fn an_idle_or_silent_client_does_not_hold_up_the_end() -> Tested {
    let portal = TestPortal::start(Backend::Sqlite).await?;
    portal.attempt(ADA, PASSWORD).await?;
    let mut idle = TcpStream::connect(portal.address()).await?;
    idle.write_all(b"GET /.well-known/portal HTTP/1.1\r\nhost: portal\r\n\r\n")
        .await?;
    let mut first = [0; 1];
    idle.read_exact(&mut first).await?;
    let mut silent = TcpStream::connect(portal.address()).await?;
    silent.write_all(b"GET /.well-known/portal HTT").await?;
    timeout(Duration::from_secs(20), portal.stop()).await?;
    Ok(())
}

#[tokio::test]
async fn a_body_cut_short_is_no_request() -> Tested {
    let portal = TestPortal::start(Backend::Sqlite).await?;
    let mut client = TcpStream::connect(portal.address()).await?;
    client
        .write_all(
            b"POST /graphql HTTP/1.1\r\nhost: portal\r\ncontent-type: application/json\r\n\
              transfer-encoding: chunked\r\n\r\nzz\r\n",
        )
        .await?;
    let mut answer = String::new();
    client.read_to_string(&mut answer).await?;
    assert!(answer.starts_with("HTTP/1.1 400 "), "{answer}");
    Ok(())
}
