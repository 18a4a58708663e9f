//! Sensitive operations: how they are refused, and which are repeated.

use portal_client::{ApiKeyOverlap, ClientError, IdempotencyKey, PortalClient, SecondFactor};
use serde_json::json;
use wiremock::ResponseTemplate;

use crate::support::{TOKEN, caller, operations, portal_replying};

/// Every operation but those that only look.
const ALL: [&str; 13] = [
    "CompleteSignIn",
    "ConfirmIdentity",
    "VerifyMfaEnrollment",
    "RegenerateRecoveryCodes",
    "ChangePassword",
    "RevokeOtherSessions",
    "BeginMfaEnrollment",
    "CompleteMfaEnrollment",
    "DisableMfa",
    "RevokeSession",
    "CreateApiKey",
    "RotateApiKey",
    "RevokeApiKey",
];
/// How many of them, from the first, are never repeated.
const NEVER_REPEATED: usize = 6;

async fn call(portal: &PortalClient, operation: &str) -> Result<(), ClientError> {
    let (token, secret) = (TOKEN.into(), "secret".into());
    let proof = SecondFactor::Code("123456".into());
    let wish = IdempotencyKey::random();
    match operation {
        "CompleteSignIn" => portal.complete_sign_in(&secret, &proof).await.map(drop),
        "ConfirmIdentity" => portal
            .confirm_identity(&token, &secret, None, &IdempotencyKey::random())
            .await
            .map(drop),
        "VerifyMfaEnrollment" => portal
            .verify_mfa_enrollment(&token, "enr_1", &secret)
            .await
            .map(drop),
        "CompleteMfaEnrollment" => portal
            .complete_mfa_enrollment(caller(), "enr_1")
            .await
            .map(drop),
        "RegenerateRecoveryCodes" => portal.regenerate_recovery_codes(&token).await.map(drop),
        "ChangePassword" => portal
            .change_password(&token, &secret, &secret, true)
            .await
            .map(drop),
        "RevokeOtherSessions" => portal.revoke_other_sessions(&token).await.map(drop),
        "BeginMfaEnrollment" => portal.begin_mfa_enrollment(&token).await.map(drop),
        "DisableMfa" => portal.disable_mfa(caller()).await.map(drop),
        "RevokeSession" => portal.revoke_session(&token, "ses_1").await.map(drop),
        "CreateApiKey" => portal
            .create_api_key(caller(), "CI", None, &wish)
            .await
            .map(drop),
        "RotateApiKey" => portal
            .rotate_api_key(caller(), "key_1", ApiKeyOverlap::None, &wish)
            .await
            .map(drop),
        _ => portal.revoke_api_key(caller(), "key_1").await.map(drop),
    }
}

#[tokio::test]
async fn what_counts_as_an_attempt_is_never_repeated() {
    for operation in &ALL[..NEVER_REPEATED] {
        let (server, portal) = portal_replying(ResponseTemplate::new(503)).await;
        call(&portal, operation).await.unwrap_err();
        let sent = operations(&server).await;
        assert_eq!(sent.len(), 1, "{operation}");
        assert_eq!(sent[0]["operationName"], *operation);
    }
}

#[tokio::test]
async fn what_may_be_repeated_is_the_same_each_time() {
    for operation in &ALL[NEVER_REPEATED..] {
        let (server, portal) = portal_replying(ResponseTemplate::new(503)).await;
        call(&portal, operation).await.unwrap_err();
        let sent = operations(&server).await;
        assert_eq!(sent.len(), 3, "{operation}");
        assert_eq!(sent[0]["operationName"], *operation);
        assert!(sent.iter().all(|other| *other == sent[0]), "{operation}");
    }
}

#[tokio::test]
async fn each_wish_has_an_idempotency_key_of_its_own() {
    for operation in ["CreateApiKey", "RotateApiKey"] {
        let (server, portal) = portal_replying(ResponseTemplate::new(404)).await;
        call(&portal, operation).await.unwrap_err();
        call(&portal, operation).await.unwrap_err();
        let sent = operations(&server).await;
        let key = |sent: &serde_json::Value| {
            let key = &sent["variables"]["input"]["idempotencyKey"];
            key.as_str().unwrap().to_owned()
        };
        assert_ne!(key(&sent[0]), key(&sent[1]));
        assert!((16..=100).contains(&key(&sent[0]).len()));
    }
}

#[tokio::test]
async fn what_is_missing_first_is_told_apart() {
    for operation in ALL {
        let refused = async |code: &str| {
            let errors = json!([{ "message": "no", "extensions": { "code": code } }]);
            let fault = json!({ "data": null, "errors": errors });
            let (server, portal) =
                portal_replying(ResponseTemplate::new(200).set_body_json(fault)).await;
            let error = call(&portal, operation).await.unwrap_err();
            assert_eq!(operations(&server).await.len(), 1);
            error
        };
        let error = refused("CONFIRMATION_REQUIRED").await;
        assert!(
            matches!(error, ClientError::ConfirmationRequired),
            "{error:?}"
        );
        let error = refused("MFA_ENROLLMENT_REQUIRED").await;
        assert!(
            matches!(error, ClientError::MfaEnrollmentRequired),
            "{error:?}"
        );
        let error = refused("FORBIDDEN").await;
        assert!(matches!(error, ClientError::NotAllowed), "{error:?}");
    }
}
