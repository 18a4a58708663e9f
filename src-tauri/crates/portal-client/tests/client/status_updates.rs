//! What happens on a portal, followed and asked for.

use portal_client::{ClientError, PortalClient, StatusUpdate};
use serde_json::{Value, json};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use wiremock::matchers::{body_partial_json, header, method, path};
use wiremock::{Mock, MockServer, ResponseTemplate};

use crate::support::{
    TOKEN, connect, description, operations, portal_answering, portal_replying, server_describing,
};

fn stream(text: &str) -> ResponseTemplate {
    ResponseTemplate::new(200).set_body_raw(text.to_owned(), "text/event-stream; charset=utf-8")
}

/// When everything happened.
const AT: &str = "2026-11-23T10:30:00Z";

fn next(tick: &Value) -> String {
    let data = json!({ "data": { "statusUpdates": tick } });
    format!("event: next\nid: {}\ndata: {data}\n\n", tick["cursor"])
}

fn position(cursor: &str) -> Value {
    json!({ "cursor": cursor, "entry": null, "exportsChanged": null })
}

fn deployed() -> Value {
    json!({
        "__typename": "WorkflowDeployed", "organizationId": "org_1",
        "organizationName": "ACME Robotics", "workflow": "Weld", "version": 4,
        "device": null, "devices": 3,
    })
}

async fn portal_streaming(text: &str) -> (MockServer, PortalClient) {
    portal_replying(stream(text)).await
}

#[tokio::test]
async fn ticks_come_in_order_until_the_end() {
    let entry = |cursor: &str, update: Value| {
        json!({
            "cursor": cursor, "entry": { "cursor": cursor, "at": AT, "update": update }, "exportsChanged": null,
        })
    };
    let landed = json!({ "__typename": "MoonLanded" });
    let exports = json!({ "cursor": "c4", "entry": null, "exportsChanged": "org_1" });
    let text = [
        ":\n\n".to_owned(),
        next(&position("c1")),
        next(&entry("c2", deployed())),
        ": alive\n\nevent: later\ndata: {}\n\n".to_owned(),
        next(&entry("c3", landed)),
        next(&entry("c4", Value::Null)),
        next(&exports),
        "event: complete\ndata:\n\n".to_owned(),
        next(&position("c5")),
    ];
    let (server, portal) = portal_streaming(&text.concat()).await;
    let token = TOKEN.into();
    let mut stream = portal
        .follow_status_updates(&token, Some("c0"))
        .await
        .unwrap();
    let mut ticks = Vec::new();
    while let Some(tick) = stream.next().await.unwrap() {
        ticks.push(tick);
    }
    let cursors: Vec<_> = ticks.iter().map(|tick| &*tick.cursor).collect();
    // What comes with the end is not lost, and nothing after it is waited for.
    assert_eq!(cursors, ["c1", "c2", "c3", "c4", "c4", "c5"]);
    let updates: Vec<_> = ticks
        .iter()
        .map(|tick| tick.entry.as_ref().map(|entry| entry.update.as_ref()))
        .collect();
    assert!(
        matches!(updates[1], Some(Some(StatusUpdate::WorkflowDeployed(it))) if it.devices == 3)
    );
    assert_eq!(updates[2], Some(Some(&StatusUpdate::Unknown)));
    assert_eq!(updates[3], Some(None));
    let changed = ticks[4].exports_changed.as_ref().map(|id| id.inner());
    assert_eq!(changed, Some("org_1"));
    let asked = &operations(&server).await[0];
    assert_eq!(asked["operationName"], "FollowStatusUpdates");
    assert_eq!(asked["variables"], json!({ "after": "c0" }));
}

#[tokio::test]
async fn the_stream_is_asked_for_with_the_session() {
    let server = server_describing(ResponseTemplate::new(200).set_body_json(description())).await;
    Mock::given(method("POST"))
        .and(path("/graphql"))
        .and(header("accept", "text/event-stream"))
        .and(header("authorization", format!("Bearer {TOKEN}")))
        .and(body_partial_json(json!({ "variables": { "after": null } })))
        .respond_with(stream(&next(&position("c1"))))
        .mount(&server)
        .await;
    let portal = connect(&server.uri()).await.unwrap();
    let mut stream = portal
        .follow_status_updates(&TOKEN.into(), None)
        .await
        .unwrap();
    assert_eq!(stream.next().await.unwrap().unwrap().cursor, "c1");
}

#[tokio::test]
async fn refusals_are_told_apart() {
    for (code, is_expected) in [
        (
            "UNAUTHENTICATED",
            (|error| matches!(error, ClientError::Unauthenticated)) as fn(&_) -> _,
        ),
        ("BAD_INPUT", |error| {
            matches!(error, ClientError::PositionRefused)
        }),
        ("TOO_MANY_REQUESTS", |error| {
            matches!(error, ClientError::Faulted { .. })
        }),
    ] {
        let fault = json!({ "data": null, "errors": [{ "message": "no", "extensions": { "code": code } }] });
        let text = format!("{}event: next\ndata: {fault}\n\n", next(&position("c1")));
        let (_server, portal) = portal_streaming(&text).await;
        let token = TOKEN.into();
        let mut stream = portal.follow_status_updates(&token, None).await.unwrap();
        let error = match stream.next().await {
            // What came before a refusal is not told any more: it is asked for again.
            Err(error) => error,
            Ok(_) => stream.next().await.unwrap_err(),
        };
        assert!(is_expected(&error), "{code}: {error}");
        let (_server, portal) =
            portal_replying(ResponseTemplate::new(200).set_body_json(fault)).await;
        let error = portal.status_updates(&token, Some("c1")).await.unwrap_err();
        assert!(is_expected(&error), "{code}: {error}");
    }
}

#[tokio::test]
async fn what_is_no_stream_is_refused() {
    for reply in [
        ResponseTemplate::new(200).set_body_json(json!({ "data": null })),
        ResponseTemplate::new(200).set_body_raw("<html>", "text/html"),
        ResponseTemplate::new(404),
    ] {
        let (_server, portal) = portal_replying(reply).await;
        let token = TOKEN.into();
        let refused = portal.follow_status_updates(&token, None).await;
        let error = refused.unwrap_err();
        assert!(matches!(error, ClientError::ReplyInvalid { .. }), "{error}");
    }
    let (_server, portal) = portal_streaming("event: next\ndata: garbled\n\n").await;
    let token = TOKEN.into();
    let mut stream = portal.follow_status_updates(&token, None).await.unwrap();
    let error = stream.next().await.unwrap_err();
    assert!(matches!(error, ClientError::ReplyInvalid { .. }), "{error}");
}

#[tokio::test]
async fn no_credentials_go_where_a_redirect_leads() {
    let redirected = ResponseTemplate::new(307).insert_header("location", "/elsewhere");
    let (_server, portal) = portal_replying(redirected).await;
    let error = portal.follow_status_updates(&TOKEN.into(), None).await;
    let error = error.unwrap_err();
    assert!(matches!(error, ClientError::Redirected { .. }), "{error}");
}

/// Describes a portal to who asks for that, and begins a stream for all others that then is silent.
async fn falls_silent(mut connection: TcpStream) -> std::io::Result<()> {
    let mut request = Vec::new();
    while !request.windows(4).any(|end| end == b"\r\n\r\n") {
        connection.read_buf(&mut request).await?;
    }
    if !request.starts_with(b"GET ") {
        let head = "HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\n\r\n:\n\n";
        let text = format!("{head}{}", next(&position("c1")));
        connection.write_all(text.as_bytes()).await?;
        return std::future::pending().await;
    }
    let body = description().to_string();
    let head = "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\nconnection: close\r\n";
    let text = format!("{head}content-length: {}\r\n\r\n{body}", body.len());
    connection.write_all(text.as_bytes()).await
}

#[tokio::test]
async fn a_stream_without_a_sign_of_life_times_out() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = format!("http://{}", listener.local_addr().unwrap());
    tokio::spawn(async move {
        while let Ok((connection, _)) = listener.accept().await {
            tokio::spawn(falls_silent(connection));
        }
    });
    let portal = connect(&address).await.unwrap();
    let token = TOKEN.into();
    let mut stream = portal.follow_status_updates(&token, None).await.unwrap();
    assert_eq!(stream.next().await.unwrap().unwrap().cursor, "c1");
    let error = stream.next().await.unwrap_err();
    assert!(matches!(error, ClientError::TimedOut), "{error}");
}

#[tokio::test]
async fn pages_are_read() {
    let page = json!({
        "entries": [
            { "cursor": "c2", "at": AT, "update": deployed() },
            { "cursor": "c3", "at": AT, "update": null },
        ],
        "cursor": "c3", "more": true,
    });
    let (server, portal) = portal_answering(json!({ "statusUpdates": page })).await;
    let page = portal
        .status_updates(&TOKEN.into(), Some("c1"))
        .await
        .unwrap();
    assert_eq!((&*page.cursor, page.more), ("c3", true));
    assert_eq!(page.entries.len(), 2);
    assert_eq!(page.entries[0].at.to_rfc3339(), "2026-11-23T10:30:00+00:00");
    assert_eq!(page.entries[1].update, None);
    let asked = &operations(&server).await[0];
    assert_eq!(asked["variables"], json!({ "after": "c1" }));
}
