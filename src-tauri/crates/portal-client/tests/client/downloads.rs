//! Files from any place on.

use std::time::Duration;

use portal_client::{
    ClientError, DownloadError, FileDownload, PortalAddress, PortalClient, Timeouts,
};
use rstest::rstest;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpListener;
use wiremock::matchers::{header, method, path};
use wiremock::{Mock, MockServer, ResponseTemplate};

use crate::support::{SHORT, connect, description, server_describing};

async fn portal_with_file(reply: ResponseTemplate) -> MockServer {
    let server = server_describing(ResponseTemplate::new(200).set_body_json(description())).await;
    Mock::given(method("GET"))
        .and(path("/exports/link"))
        .respond_with(reply)
        .mount(&server)
        .await;
    server
}

async fn download(
    reply: ResponseTemplate,
    from: u64,
    etag: Option<&str>,
) -> Result<FileDownload, DownloadError> {
    let server = portal_with_file(reply).await;
    let portal = connect(&server.uri()).await?;
    portal.download("/exports/link", from, etag).await
}

async fn rest(mut file: FileDownload) -> Result<Vec<u8>, DownloadError> {
    let mut octets = Vec::new();
    while let Some(piece) = file.next().await? {
        octets.extend_from_slice(piece.as_ref());
    }
    Ok(octets)
}

fn whole() -> ResponseTemplate {
    ResponseTemplate::new(200)
        .insert_header("etag", "\"one\"")
        .set_body_bytes(*b"0123456789")
}

fn part(range: &str) -> ResponseTemplate {
    ResponseTemplate::new(206)
        .insert_header("etag", "\"one\"")
        .insert_header("content-range", range)
        .set_body_bytes(*b"789")
}

#[tokio::test]
async fn a_file_comes_whole_and_without_credentials() {
    let server = portal_with_file(whole()).await;
    let portal = connect(&server.uri()).await.unwrap();
    let file = portal.download("/exports/link", 7, None).await.unwrap();
    assert_eq!(
        (file.begins_at(), file.size(), file.etag()),
        (0, Some(10), Some("\"one\""))
    );
    assert_eq!(rest(file).await.unwrap(), b"0123456789");
    let requests = server.received_requests().await.unwrap();
    let request = requests.last().unwrap();
    for name in ["authorization", "range", "if-range", "cookie"] {
        assert!(!request.headers.contains_key(name), "{name}");
    }
}

#[tokio::test]
async fn the_rest_of_a_file_is_asked_for_by_what_it_belongs_to() {
    let server = server_describing(ResponseTemplate::new(200).set_body_json(description())).await;
    Mock::given(path("/exports/link"))
        .and(header("range", "bytes=7-"))
        .and(header("if-range", "\"one\""))
        .and(header("accept-encoding", "identity"))
        .respond_with(part("bytes 7-9/10"))
        .mount(&server)
        .await;
    let portal = connect(&server.uri()).await.unwrap();
    let file = portal
        .download("/exports/link", 7, Some("\"one\""))
        .await
        .unwrap();
    assert_eq!((file.begins_at(), file.size()), (7, Some(10)));
    assert_eq!(rest(file).await.unwrap(), b"789");
}

#[tokio::test]
async fn a_portal_without_parts_sends_all_of_it() {
    let file = download(whole(), 7, Some("\"one\"")).await.unwrap();
    assert_eq!((file.begins_at(), file.size()), (0, Some(10)));
}

#[rstest]
#[case::other_content(whole(), Some("\"two\""))]
#[case::other_part(part("bytes 7-9/10"), Some("\"two\""))]
#[case::too_far(ResponseTemplate::new(416), Some("\"one\""))]
#[tokio::test]
async fn other_content_is_told(#[case] reply: ResponseTemplate, #[case] etag: Option<&str>) {
    let error = download(reply, 7, etag).await.unwrap_err();
    assert!(matches!(error, DownloadError::Changed), "{error:?}");
}

#[rstest]
#[case(403)]
#[case(404)]
#[case(410)]
#[tokio::test]
async fn a_link_that_is_over_is_told(#[case] status: u16) {
    let error = download(ResponseTemplate::new(status), 0, None)
        .await
        .unwrap_err();
    let over = matches!(error, DownloadError::LinkOver { status: found } if found == status);
    assert!(over, "{error:?}");
}

#[rstest]
#[case::redirect(ResponseTemplate::new(302).insert_header("location", "http://elsewhere.example/"))]
#[case::fault(ResponseTemplate::new(503))]
#[case::no_place(ResponseTemplate::new(206))]
#[case::odd_place(part("bytes 3-9/10"))]
#[case::nothing(ResponseTemplate::new(204))]
#[tokio::test]
async fn what_is_no_file_is_a_failure(#[case] reply: ResponseTemplate) {
    let error = download(reply, 7, Some("\"one\"")).await.unwrap_err();
    assert!(matches!(error, DownloadError::Failed(_)), "{error:?}");
}

#[tokio::test]
async fn nothing_is_fetched_from_another_server() {
    let server = portal_with_file(whole()).await;
    let portal = connect(&server.uri()).await.unwrap();
    for elsewhere in ["//elsewhere.example/file", "http://elsewhere.example/file"] {
        let error = portal.download(elsewhere, 0, None).await.unwrap_err();
        let refused = matches!(
            error,
            DownloadError::Failed(ClientError::ReplyInvalid { .. })
        );
        assert!(refused, "{error:?}");
    }
}

/// A portal whose file is `octets`, after which the connection is closed, or stays open without a word.
async fn portal_breaking_off(octets: &'static str, closes: bool) -> PortalClient {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = format!("http://{}", listener.local_addr().unwrap());
    tokio::spawn(async move {
        while let Ok((mut stream, _)) = listener.accept().await {
            tokio::spawn(async move {
                let mut request = Vec::new();
                while !request.ends_with(b"\r\n\r\n") {
                    if stream.read_buf(&mut request).await.unwrap() == 0 {
                        return;
                    }
                }
                let reply = if request.starts_with(b"GET /exports/") {
                    format!("HTTP/1.1 200 OK\r\ncontent-length: 10\r\n\r\n{octets}")
                } else {
                    let body = description().to_string();
                    let length = body.len();
                    format!(
                        "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: {length}\r\nconnection: close\r\n\r\n{body}"
                    )
                };
                stream.write_all(reply.as_bytes()).await.unwrap();
                if !closes && request.starts_with(b"GET /exports/") {
                    std::future::pending::<()>().await;
                }
            });
        }
    });
    let timeouts = Timeouts {
        stall: Duration::from_millis(200),
        ..SHORT
    };
    let address = PortalAddress::typed(&address).unwrap();
    PortalClient::connect(address, timeouts).await.unwrap()
}

#[rstest]
#[case::cut(true)]
#[case::silent(false)]
#[tokio::test]
async fn a_file_that_breaks_off_is_told_after_what_came_of_it(#[case] closes: bool) {
    let portal = portal_breaking_off("0123", closes).await;
    let mut file = portal.download("/exports/link", 0, None).await.unwrap();
    assert_eq!(file.next().await.unwrap().unwrap().as_ref(), b"0123");
    let error = file.next().await.map(drop).unwrap_err();
    assert!(matches!(error, DownloadError::Cut { .. }), "{error:?}");
}
