//! Pictures.

use portal_client::{ClientError, Picture};
use rstest::rstest;
use wiremock::matchers::{method, path};
use wiremock::{Mock, MockServer, ResponseTemplate};

use crate::support::{connect, description, server_describing};

async fn portal_with_picture(reply: ResponseTemplate) -> MockServer {
    let server = server_describing(ResponseTemplate::new(200).set_body_json(description())).await;
    Mock::given(method("GET"))
        .and(path("/avatars/ada.png"))
        .respond_with(reply)
        .mount(&server)
        .await;
    server
}

async fn picture(reply: ResponseTemplate) -> Result<Picture, ClientError> {
    let server = portal_with_picture(reply).await;
    connect(&server.uri())
        .await?
        .picture("/avatars/ada.png")
        .await
}

#[rstest]
#[case("image/png", "image/png")]
#[case("image/jpeg", "image/jpeg")]
#[case("Image/WebP; q=1", "image/webp")]
#[tokio::test]
async fn a_picture_is_downloaded(#[case] sent: &str, #[case] read: &str) {
    let picture = picture(ResponseTemplate::new(200).set_body_raw(*b"picture", sent))
        .await
        .unwrap();
    assert_eq!(picture.media_type, read);
    assert_eq!(picture.bytes, b"picture");
}

#[rstest]
#[case(ResponseTemplate::new(200).set_body_raw("<svg/>", "image/svg+xml"))]
#[case(ResponseTemplate::new(200).set_body_raw("<html/>", "text/html"))]
#[case(ResponseTemplate::new(404).set_body_raw("", "image/png"))]
#[tokio::test]
async fn what_is_no_picture_is_refused(#[case] reply: ResponseTemplate) {
    let error = picture(reply).await.unwrap_err();
    assert!(
        matches!(error, ClientError::ReplyInvalid { .. }),
        "{error:?}"
    );
}

#[tokio::test]
async fn a_huge_picture_is_not_read() {
    let reply = ResponseTemplate::new(200).set_body_raw(vec![0; 1024 * 1024 + 1], "image/png");
    let error = picture(reply).await.unwrap_err();
    assert!(
        matches!(error, ClientError::ReplyTooLarge { limit: 1_048_576 }),
        "{error:?}"
    );
}

#[tokio::test]
async fn a_picture_of_another_server_is_not_asked_for() {
    let server = portal_with_picture(ResponseTemplate::new(200)).await;
    let elsewhere = MockServer::start().await;
    let portal = connect(&server.uri()).await.unwrap();
    for path in [
        format!("{}/ada.png", elsewhere.uri()),
        format!("//{}/ada.png", elsewhere.address()),
    ] {
        let error = portal.picture(&path).await.unwrap_err();
        assert!(
            matches!(error, ClientError::ReplyInvalid { .. }),
            "{error:?}"
        );
    }
    assert!(elsewhere.received_requests().await.unwrap().is_empty());
}
