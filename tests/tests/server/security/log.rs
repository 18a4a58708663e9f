//! The security log.

use std::time::Duration;

use anyhow::Result;
use portal_server::administration::OrganizationSelection;
use portal_server::graphql::access::MUTATIONS;
use rstest::rstest;
use serde_json::{Value, json};

use super::Enrolled;
use super::api_keys::create_key;
use super::authenticator::complete_sign_in;
use super::organization_log::IN_ORGANIZATIONS;
use crate::support::{ADA, Backend, GRACE, LINUS, PASSWORD, TestPortal, Tested, code};

const LOG: &str = "query ($first: Int! = 100, $after: String, $categories: [SecurityCategory!]) {
    securityLog(first: $first, after: $after, categories: $categories) { cursor data {
    id at kind category actor subject client address } } }";

/// What the actions of [`each_action_adds_one_event`] add, by name.
const AT_HAND: [&str; 15] = [
    "API_KEY_CREATED",
    "API_KEY_REVOKED",
    "API_KEY_ROTATED",
    "CONFIRMATION_FAILED",
    "MFA_DISABLED",
    "MFA_ENABLED",
    "PASSWORD_CHANGED",
    "PASSWORD_CHANGE_FAILED",
    "RECOVERY_CODES_REGENERATED",
    "SECOND_FACTOR_FAILED",
    "SESSIONS_REVOKED",
    "SIGNED_IN",
    "SIGNED_IN_WITH_CODE",
    "SIGNED_IN_WITH_RECOVERY_CODE",
    "SIGN_IN_FAILED",
];

/// What [`confirming_and_ending_sessions_add_one_event_each`] adds beside three sign-ins, by name.
const AT_THE_DOOR: [&str; 3] = ["IDENTITY_CONFIRMED", "SESSION_REVOKED", "SIGNED_OUT"];

/// What each mutation can add.
const ADDED: [(&str, &[&str]); 38] = [
    ("signIn", &["SIGNED_IN", "SIGN_IN_FAILED"]),
    (
        "completeSignIn",
        &[
            "SECOND_FACTOR_FAILED",
            "SIGNED_IN_WITH_CODE",
            "SIGNED_IN_WITH_RECOVERY_CODE",
        ],
    ),
    ("signOut", &["SIGNED_OUT"]),
    (
        "confirmIdentity",
        &["CONFIRMATION_FAILED", "IDENTITY_CONFIRMED"],
    ),
    ("changeDisplayName", &[]),
    ("changePreferences", &[]),
    ("beginMfaEnrollment", &[]),
    ("verifyMfaEnrollment", &[]),
    ("completeMfaEnrollment", &["MFA_ENABLED"]),
    ("disableMfa", &["MFA_DISABLED"]),
    ("regenerateRecoveryCodes", &["RECOVERY_CODES_REGENERATED"]),
    (
        "changePassword",
        &["PASSWORD_CHANGED", "PASSWORD_CHANGE_FAILED"],
    ),
    ("revokeSession", &["SESSION_REVOKED"]),
    ("revokeOtherSessions", &["SESSIONS_REVOKED"]),
    ("createApiKey", &["API_KEY_CREATED"]),
    ("rotateApiKey", &["API_KEY_ROTATED"]),
    ("revokeApiKey", &["API_KEY_REVOKED"]),
    ("switchOrganization", &[]),
    ("createOrganization", &["ORGANIZATION_CREATED"]),
    ("updateOrganization", &[]),
    ("setMfaRequirement", &["MFA_REQUIRED", "MFA_NOT_REQUIRED"]),
    ("leaveOrganization", &["MEMBERSHIP_REMOVED"]),
    ("deleteOrganization", &["ORGANIZATION_DELETED"]),
    ("addMember", &["MEMBERSHIP_ADDED"]),
    ("changeMemberRoles", &["ROLES_CHANGED"]),
    ("removeMember", &["MEMBERSHIP_REMOVED"]),
    ("starChartWorkspace", &[]),
    ("pinPage", &[]),
    ("unpinPage", &[]),
    ("restorePin", &[]),
    ("setCreditThreshold", &[]),
    // What is bought, the ledger tells.
    ("beginCreditPurchase", &[]),
    ("cancelCreditPurchase", &[]),
    // So does the list of exports.
    ("requestExport", &[]),
    ("retryExport", &[]),
    ("splitExport", &[]),
    ("cancelExport", &[]),
    ("createExportDownload", &[]),
];

async fn kinds(portal: &TestPortal, token: &str) -> Result<Vec<String>> {
    let log = portal.answer(token, LOG, Value::Null).await?;
    let mut kinds: Vec<String> = log["data"]
        .as_array()
        .into_iter()
        .flatten()
        .map(|event| event["kind"].as_str().unwrap_or_default().to_owned())
        .collect();
    kinds.reverse();
    Ok(kinds)
}

#[rstest]
#[tokio::test]
async fn each_action_adds_one_event(
    #[values(Backend::Sqlite, Backend::Postgres)] backend: Backend,
) -> Tested {
    let portal = TestPortal::start(backend).await?;
    portal.attempt(LINUS, "wrong").await?;
    let linus = Enrolled::at(&portal, LINUS).await?;
    let challenge = Enrolled::challenge(&portal, LINUS).await?;
    let used = linus.authenticator.code_of_a_clock_ahead_by(-30).await?;
    complete_sign_in(&portal, &challenge, "code", &used).await?;
    let code = linus.authenticator.code().await?;
    complete_sign_in(&portal, &challenge, "code", &code).await?;
    let challenge = Enrolled::challenge(&portal, LINUS).await?;
    let recovery = &linus.recovery_codes[0];
    complete_sign_in(&portal, &challenge, "recoveryCode", recovery).await?;
    create_key(&portal, &linus.token, "Nightly report").await?;
    let keys = portal
        .answer(&linus.token, "{ apiKeys { data { id } } }", Value::Null)
        .await?;
    let key = json!({ "key": keys["data"][0]["id"] });
    for (document, variables) in [
        (
            "mutation { regenerateRecoveryCodes { __typename } }",
            Value::Null,
        ),
        (
            "mutation ($key: ID!) { rotateApiKey(input: { apiKey: $key, overlap: DAY,
            idempotencyKey: \"a rotation of the log's test\" }) { __typename } }",
            key.clone(),
        ),
        (
            "mutation ($key: ID!) { revokeApiKey(input: { apiKey: $key }) { __typename } }",
            key,
        ),
        (
            "mutation { changePassword(input: { currentPassword: \"wrong\",
            newPassword: \"another one of mine\", signOutOthers: true }) { __typename } }",
            Value::Null,
        ),
        ("mutation { revokeOtherSessions { count } }", Value::Null),
        ("mutation { revokeOtherSessions { count } }", Value::Null),
        ("mutation { disableMfa { __typename } }", Value::Null),
        ("mutation { disableMfa { __typename } }", Value::Null),
        (
            "mutation { confirmIdentity(input: { password: \"wrong\" }) { __typename } }",
            Value::Null,
        ),
        (
            "mutation { changePassword(input: { currentPassword: \"sample\",
            newPassword: \"another one of mine\", signOutOthers: true }) { __typename } }",
            Value::Null,
        ),
        (
            "mutation { changeDisplayName(input: { displayName: \"Linus O.\" }) { __typename } }",
            Value::Null,
        ),
    ] {
        portal.answer(&linus.token, document, variables).await?;
    }
    // The clock stood still, so their order says nothing.
    let mut seen = kinds(&portal, &linus.token).await?;
    seen.sort_unstable();
    assert_eq!(seen, AT_HAND);
    Ok(())
}

#[rstest]
#[tokio::test]
async fn confirming_and_ending_sessions_add_one_event_each(
    #[values(Backend::Sqlite, Backend::Postgres)] backend: Backend,
) -> Tested {
    let portal = TestPortal::start(backend).await?;
    portal.sign_in(ADA).await?;
    let leaving = portal.sign_in(ADA).await?;
    let token = portal.sign_in(ADA).await?;
    portal
        .answer(&leaving, "mutation { signOut { __typename } }", Value::Null)
        .await?;
    let input = json!({ "password": PASSWORD });
    let confirm = "mutation ($input: ConfirmIdentityInput!) { confirmIdentity(input: $input) {
        ... on IdentityConfirmed { token } } }";
    let confirmed = portal
        .answer(&token, confirm, json!({ "input": input }))
        .await?;
    let token = confirmed["token"].as_str().unwrap();
    let sessions = portal
        .answer(token, "{ sessions { data { id current } } }", Value::Null)
        .await?;
    let sessions = sessions["data"].as_array().unwrap();
    let other = sessions.iter().find(|session| session["current"] == false);
    let revoke =
        "mutation ($session: ID!) { revokeSession(input: { session: $session }) { __typename } }";
    let session = json!({ "session": other.unwrap()["id"] });
    portal.answer(token, revoke, session).await?;

    let mut seen = kinds(&portal, token).await?;
    seen.retain(|kind| kind != "SIGNED_IN");
    seen.sort_unstable();
    assert_eq!(seen, AT_THE_DOOR);
    Ok(())
}

#[test]
fn no_mutation_is_forgotten() {
    let names = |(name, _): &(&'static str, _)| *name;
    let mutations: Vec<_> = MUTATIONS.iter().map(|(name, _)| *name).collect();
    let told: Vec<_> = ADDED.iter().map(names).collect();
    assert_eq!(told, mutations);
    for kind in ADDED.iter().flat_map(|(_, kinds)| kinds.iter()) {
        assert!(
            AT_HAND.contains(kind) || AT_THE_DOOR.contains(kind) || IN_ORGANIZATIONS.contains(kind),
            "{kind} is added in no test"
        );
    }
}

#[tokio::test]
async fn an_event_says_who_and_from_where() -> Tested {
    let portal = TestPortal::start(Backend::Sqlite).await?;
    portal.attempt(ADA, "wrong").await?;
    portal.clock.advance(Duration::from_secs(1));
    let token = portal.sign_in(ADA).await?;
    portal.clock.advance(Duration::from_secs(1));
    let acme = OrganizationSelection::Name("ACME Robotics".to_owned());
    portal.operator.require_mfa(&acme, true).await?;
    portal.operator.require_mfa(&acme, true).await?;
    let mut log = portal.answer(&token, LOG, Value::Null).await?;
    for event in log["data"].as_array_mut().unwrap() {
        assert_eq!(event["id"].take().as_str().map(str::len), Some(36));
    }
    assert_eq!(
        log["data"],
        json!([
            { "id": null, "at": "2026-03-02T08:00:02Z", "kind": "MFA_REQUIRED", "category": "ORGANIZATIONS",
              "actor": "OPERATOR", "subject": "ACME Robotics", "client": null, "address": null },
            { "id": null, "at": "2026-03-02T08:00:01Z", "kind": "SIGNED_IN", "category": "SIGN_IN",
              "actor": "SELF", "subject": null, "client": "Tests", "address": "127.0.0.1" },
            { "id": null, "at": "2026-03-02T08:00:00Z", "kind": "SIGN_IN_FAILED", "category": "SIGN_IN",
              "actor": "UNKNOWN", "subject": null, "client": "Tests", "address": "127.0.0.1" },
        ])
    );
    portal.clock.advance(Duration::from_secs(1));
    let grace = portal.sign_in(GRACE).await?;
    assert_eq!(kinds(&portal, &grace).await?, ["MFA_REQUIRED", "SIGNED_IN"]);
    Ok(())
}

#[rstest]
#[tokio::test]
async fn pages_follow_each_other_without_a_gap(
    #[values(Backend::Sqlite, Backend::Postgres)] backend: Backend,
) -> Tested {
    let portal = TestPortal::start(backend).await?;
    for _ in 0..4 {
        portal.attempt(ADA, "wrong").await?;
    }
    let token = portal.sign_in(ADA).await?;
    let all = portal.answer(&token, LOG, Value::Null).await?;
    let (mut seen, mut after) = (Vec::new(), Value::Null);
    loop {
        let page = portal
            .answer(&token, LOG, json!({ "first": 2, "after": after }))
            .await?;
        seen.extend(page["data"].as_array().cloned().unwrap_or_default());
        // What happens meanwhile is on no later page.
        portal.clock.advance(Duration::from_secs(1));
        portal.attempt(ADA, "wrong").await?;
        after = page["cursor"].clone();
        if after.is_null() {
            break;
        }
    }
    assert_eq!(json!(seen), all["data"]);
    assert_eq!(seen.len(), 5);
    for after in ["", "no cursor", "AAAA"] {
        let answer = portal
            .ask(Some(&token), LOG, json!({ "after": after }))
            .await?;
        assert_eq!(code(&answer), Some("BAD_INPUT"));
    }
    Ok(())
}

#[tokio::test]
async fn categories_narrow_it() -> Tested {
    let portal = TestPortal::start(Backend::Sqlite).await?;
    let ada = Enrolled::at(&portal, ADA).await?;
    let only = |categories: &[&str]| json!({ "categories": categories });
    let mfa = portal.answer(&ada.token, LOG, only(&["MFA"])).await?;
    assert_eq!(mfa["data"].as_array().map(Vec::len), Some(1));
    let two = portal
        .answer(&ada.token, LOG, only(&["MFA", "SIGN_IN"]))
        .await?;
    assert_eq!(two["data"].as_array().map(Vec::len), Some(2));
    let none = portal.answer(&ada.token, LOG, only(&["EXPORTS"])).await?;
    assert_eq!(none["data"], json!([]));
    assert_eq!(
        portal.attempt(ADA, PASSWORD).await?["__typename"],
        "SecondFactorRequired"
    );
    Ok(())
}

/// The client takes what it doesn't know for a later portal's, so a forgotten value would go unnoticed.
#[test]
fn the_app_knows_every_kind_category_and_actor() {
    for kind in values_of("SecurityEventKind") {
        let known: portal_client::SecurityEventKind = serde_json::from_value(json!(kind)).unwrap();
        assert_ne!(known, portal_client::SecurityEventKind::Unknown, "{kind}");
    }
    for category in values_of("SecurityCategory") {
        let known: portal_client::SecurityCategory =
            serde_json::from_value(json!(category)).unwrap();
        assert_ne!(
            known,
            portal_client::SecurityCategory::Unknown,
            "{category}"
        );
    }
    for actor in values_of("SecurityActor") {
        let known: portal_client::SecurityActor = serde_json::from_value(json!(actor)).unwrap();
        assert_ne!(known, portal_client::SecurityActor::Other, "{actor}");
    }
}

/// The values of an enum of the schema.
fn values_of(name: &str) -> Vec<String> {
    let schema = portal_server::graphql::sdl();
    let (_, rest) = schema.split_once(&format!("enum {name} {{")).unwrap();
    let (body, _) = rest.split_once('}').unwrap();
    let lines = body.lines().map(str::trim);
    let values = lines.filter(|line| line.starts_with(|first: char| first.is_ascii_uppercase()));
    values.map(str::to_owned).collect()
}
