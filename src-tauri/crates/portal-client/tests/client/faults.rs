//! Replies to operations that are of no use, told apart.

use portal_client::{ClientError, PortalClient};
use serde_json::json;
use wiremock::{MockServer, ResponseTemplate};

use crate::support::{TOKEN, caller, portal_replying, viewer};

async fn error_of(reply: ResponseTemplate) -> ClientError {
    let (_server, portal) = portal_replying(reply).await;
    portal.profile_page(caller()).await.unwrap_err()
}

fn json_text(text: impl Into<String>) -> ResponseTemplate {
    ResponseTemplate::new(200).set_body_raw(text.into(), "application/json")
}

#[tokio::test]
async fn a_session_that_ended_is_told_apart() {
    let fault = json!({ "data": null, "errors": [{
        "message": "sign in", "extensions": { "code": "UNAUTHENTICATED" },
    }] });
    for reply in [
        ResponseTemplate::new(200).set_body_json(&fault),
        ResponseTemplate::new(401).set_body_json(&fault),
        ResponseTemplate::new(401),
    ] {
        let error = error_of(reply).await;
        assert!(matches!(error, ClientError::Unauthenticated), "{error:?}");
    }
}

#[tokio::test]
async fn a_fault_keeps_its_code_and_nothing_else() {
    let fault = |code: &str| {
        let errors = json!([{ "message": TOKEN, "extensions": { "code": code } }]);
        json_text(json!({ "data": null, "errors": errors }).to_string())
    };
    let error = error_of(fault("QUERY_TOO_DEEP")).await;
    assert!(!format!("{error:?} {error}").contains(TOKEN));
    let ClientError::Faulted {
        status: 200,
        code: Some(code),
    } = error
    else {
        panic!("{error:?}")
    };
    assert_eq!(code, "QUERY_TOO_DEEP");

    for unfit in ["x".repeat(65), "<script>".into()] {
        let error = error_of(fault(&unfit)).await;
        assert!(
            matches!(error, ClientError::Faulted { code: None, .. }),
            "{error:?}"
        );
    }
}

#[tokio::test]
async fn a_fault_without_extensions_is_a_fault() {
    let error = error_of(json_text(r#"{"errors":[{"message":"no"}]}"#)).await;
    assert!(
        matches!(
            error,
            ClientError::Faulted {
                status: 200,
                code: None
            }
        ),
        "{error:?}"
    );
}

#[tokio::test]
async fn replies_that_are_not_of_the_contract_are_invalid() {
    let whole = json!({ "data": { "viewer": viewer(), "chartDataExport": null } }).to_string();
    let mut misshapen = json!({ "data": { "viewer": viewer(), "chartDataExport": null } });
    misshapen["data"]["viewer"]["email"] = json!(7);
    for reply in [
        ResponseTemplate::new(200).set_body_raw("<html>sign in first</html>", "text/html"),
        ResponseTemplate::new(404).set_body_raw("not here", "text/plain"),
        ResponseTemplate::new(200),
        json_text(""),
        json_text(&whole[..whole.len() / 2]),
        json_text("{}"),
        json_text(r#"{"data":null}"#),
        json_text(misshapen.to_string()),
    ] {
        let error = error_of(reply.clone()).await;
        assert!(
            matches!(error, ClientError::ReplyInvalid { .. }),
            "{error:?} for {reply:?}"
        );
    }
}

#[tokio::test]
async fn a_huge_reply_is_not_read() {
    let error = error_of(json_text(format!("\"{}\"", "x".repeat(1024 * 1024)))).await;
    assert!(
        matches!(error, ClientError::ReplyTooLarge { limit: 1_048_576 }),
        "{error:?}"
    );
}

#[tokio::test]
async fn a_token_does_not_follow_a_redirect() {
    let elsewhere = MockServer::start().await;
    let reply = ResponseTemplate::new(307).insert_header("location", elsewhere.uri());
    let error = error_of(reply).await;
    assert!(
        matches!(error, ClientError::Redirected { status: 307 }),
        "{error:?}"
    );
    assert!(elsewhere.received_requests().await.unwrap().is_empty());
}

#[tokio::test]
async fn words_about_a_bad_reply_hold_nothing_of_it() {
    let reply = json!({ "data": { "signIn": {
        "__typename": "SignedIn", "token": { "secret": TOKEN }, "expiresAt": TOKEN, "viewer": viewer(),
    } } });
    let (_server, portal) = portal_replying(json_text(reply.to_string())).await;
    let error = sign_in(&portal).await;
    assert!(
        matches!(error, ClientError::ReplyInvalid { .. }),
        "{error:?}"
    );
    assert!(!format!("{error:?} {error}").contains(TOKEN));
}

async fn sign_in(portal: &PortalClient) -> ClientError {
    portal
        .sign_in("ada@acme.example", &"password".into(), "Test", None)
        .await
        .unwrap_err()
}
