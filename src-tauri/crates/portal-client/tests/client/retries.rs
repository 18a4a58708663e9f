//! What is tried again, and what never is.

use portal_client::{ChangePreferencesInput, ClientError};
use serde_json::json;
use wiremock::matchers::{method, path};
use wiremock::{Mock, MockServer, ResponseTemplate};

use crate::support::{
    RawServer, TOKEN, Then, caller, connect, description, operations, portal_replying,
    server_describing, viewer,
};

fn answer(data: serde_json::Value) -> ResponseTemplate {
    ResponseTemplate::new(200).set_body_json(json!({ "data": data }))
}

/// A portal that answers with `first` as often as `times` says, and then with `data`.
async fn portal_recovering(
    first: ResponseTemplate,
    times: u64,
    data: serde_json::Value,
) -> MockServer {
    let server = server_describing(ResponseTemplate::new(200).set_body_json(description())).await;
    let operation = || Mock::given(method("POST")).and(path("/graphql"));
    operation()
        .respond_with(first)
        .up_to_n_times(times)
        .mount(&server)
        .await;
    operation().respond_with(answer(data)).mount(&server).await;
    server
}

#[tokio::test]
async fn a_read_survives_two_faults() {
    for fault in [ResponseTemplate::new(503), ResponseTemplate::new(429)] {
        let server = portal_recovering(
            fault,
            2,
            json!({ "viewer": viewer(), "chartDataExport": null }),
        )
        .await;
        let portal = connect(&server.uri()).await.unwrap();
        portal.profile_page(caller()).await.unwrap();
        assert_eq!(operations(&server).await.len(), 3);
    }
}

#[tokio::test]
async fn a_write_that_sets_a_value_survives_two_faults() {
    let preferences = json!({ "toastNotifications": false, "theme": "LIGHT" });
    let data = json!({
        "changePreferences": { "preferences": preferences },
        "changeDisplayName": { "__typename": "DisplayNameChanged", "viewer": viewer() },
        "signOut": { "at": "2026-12-01T08:00:00Z" },
    });
    for operation in ["ChangePreferences", "ChangeDisplayName", "SignOut"] {
        let server = portal_recovering(ResponseTemplate::new(502), 2, data.clone()).await;
        let portal = connect(&server.uri()).await.unwrap();
        let token = TOKEN.into();
        match operation {
            "ChangePreferences" => portal
                .change_preferences(&token, ChangePreferencesInput::default())
                .await
                .map(drop),
            "ChangeDisplayName" => portal.change_display_name(caller(), "Ada").await.map(drop),
            _ => portal.sign_out(&token).await.map(drop),
        }
        .unwrap();
        let sent = operations(&server).await;
        assert_eq!(sent.len(), 3);
        assert!(sent.iter().all(|sent| sent["operationName"] == operation));
    }
}

#[tokio::test]
async fn three_tries_are_enough() {
    let (server, portal) = portal_replying(ResponseTemplate::new(500)).await;
    let error = portal.profile_page(caller()).await.unwrap_err();
    assert!(
        matches!(
            error,
            ClientError::Faulted {
                status: 500,
                code: None
            }
        ),
        "{error:?}"
    );
    assert_eq!(operations(&server).await.len(), 3);
}

#[tokio::test]
async fn a_sign_in_is_never_repeated() {
    for reply in [ResponseTemplate::new(503), ResponseTemplate::new(429)] {
        let (server, portal) = portal_replying(reply).await;
        portal
            .sign_in("ada@acme.example", &"x".into(), "Test", None)
            .await
            .unwrap_err();
        assert_eq!(operations(&server).await.len(), 1);
    }
}

#[tokio::test]
async fn a_fault_that_will_not_pass_is_not_repeated() {
    let fault = json!({ "errors": [{ "message": "no", "extensions": { "code": "INTERNAL" } }] });
    for reply in [
        ResponseTemplate::new(200).set_body_json(fault),
        ResponseTemplate::new(200).set_body_raw("<html>", "text/html"),
        ResponseTemplate::new(401),
        ResponseTemplate::new(302),
    ] {
        let (server, portal) = portal_replying(reply).await;
        portal.profile_page(caller()).await.unwrap_err();
        assert_eq!(operations(&server).await.len(), 1);
    }
}

#[tokio::test]
async fn a_portal_that_asks_for_a_long_wait_is_left_alone() {
    let (server, portal) =
        portal_replying(ResponseTemplate::new(429).insert_header("retry-after", "60")).await;
    let error = portal.profile_page(caller()).await.unwrap_err();
    let ClientError::TooManyRequests {
        retry_after: Some(wait),
    } = error
    else {
        panic!("{error:?}")
    };
    assert_eq!(wait.as_secs(), 60);
    assert_eq!(operations(&server).await.len(), 1);
}

#[tokio::test]
async fn a_cut_connection_is_tried_again() {
    let server = RawServer::start("", Then::Close).await;
    let error = connect(&server.address).await.unwrap_err();
    assert!(
        matches!(error, ClientError::Unreachable { .. }),
        "{error:?}"
    );
    assert_eq!(server.connections(), 3);
}
