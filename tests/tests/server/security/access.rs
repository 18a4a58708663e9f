//! The table of who may call what, held against the schema itself: a field that is missing in the
//! table, or treated otherwise than the table says, fails here.

use std::time::Duration;

use anyhow::{Context, Result};
use portal_server::administration::OrganizationSelection;
use portal_server::graphql::access::{Access, Callers, access_to};
use portal_server::store::{accounts, memberships, organizations};
use portal_server::surroundings::Clock;
use reqwest::RequestBuilder;
use rstest::rstest;
use serde_json::{Value, json};

use super::Enrolled;
use super::api_keys::{create_key, status};
use crate::support::{ADA, Backend, LINUS, TestPortal, Tested, code};

const SCHEMA: &str = "{ __schema {
    queryType { fields { ...call } } mutationType { fields { ...call } }
    subscriptionType { fields { ...call } } }
    __typename }
    fragment call on __Field { name args { name defaultValue type { ...type } } type { ...type } }
    fragment type on __Type { kind name ofType { kind name ofType { kind name ofType { kind name } } } }";
const INPUT: &str = "query ($name: String!) { __type(name: $name) {
    enumValues { name }
    inputFields { name defaultValue type { ...type } } } }
    fragment type on __Type { kind name ofType { kind name ofType { kind name ofType { kind name } } } }";

/// A field of a root type, and a document that calls it with made-up arguments.
struct Call {
    root: &'static str,
    field: String,
    document: String,
    access: Access,
}

impl Call {
    /// What is answered to a request, or answered first.
    async fn ask(&self, request: RequestBuilder) -> Result<Value> {
        let request = request.json(&json!({ "query": self.document }));
        if self.root != "Subscription" {
            return Ok(request.send().await?.json().await?);
        }
        let request = request.header("accept", "text/event-stream");
        let (mut response, mut text) = (request.send().await?, String::new());
        if response.status() != 200 {
            return Ok(response.json().await?);
        }
        while let Some(octets) = response.chunk().await? {
            text.push_str(std::str::from_utf8(&octets)?);
            if let Some((event, _)) = text.split_once("\n\n") {
                let data = event.lines().find_map(|line| line.strip_prefix("data: "));
                return Ok(serde_json::from_str(data.context("no data")?)?);
            }
        }
        anyhow::bail!("no event: {text}")
    }
}

async fn calls(portal: &TestPortal) -> Result<Vec<Call>> {
    let schema = portal.ask(None, SCHEMA, Value::Null).await?;
    let schema = &schema["data"]["__schema"];
    let mut calls = Vec::new();
    for (root, keyword, fields) in [
        ("Query", "query", &schema["queryType"]["fields"]),
        ("Mutation", "mutation", &schema["mutationType"]["fields"]),
        (
            "Subscription",
            "subscription",
            &schema["subscriptionType"]["fields"],
        ),
    ] {
        for field in fields.as_array().context("no fields")? {
            let name = field["name"].as_str().context("no name")?.to_owned();
            let access = access_to(root, &name)
                .with_context(|| format!("{root}.{name} is not in the table of access"))?;
            let mut arguments = Vec::new();
            for argument in field["args"].as_array().into_iter().flatten() {
                if let Some(value) = made_up(portal, argument).await? {
                    let name = argument["name"].as_str().unwrap_or_default();
                    arguments.push(format!("{name}: {value}"));
                }
            }
            let arguments = match arguments.is_empty() {
                true => String::new(),
                false => format!("({})", arguments.join(", ")),
            };
            let document = format!("{keyword} {{ {name}{arguments} {{ __typename }} }}");
            calls.push(Call {
                root,
                field: name,
                document,
                access,
            });
        }
    }
    // What takes the session elsewhere, and what ends it, comes last.
    calls.sort_by_key(|call| match &*call.field {
        "createOrganization" => 1,
        "signOut" => 2,
        _ => 0,
    });
    Ok(calls)
}

/// A literal for an argument or input field that has to be given.
async fn made_up(portal: &TestPortal, argument: &Value) -> Result<Option<String>> {
    let wanted = &argument["type"];
    if wanted["kind"] != "NON_NULL" || !argument["defaultValue"].is_null() {
        return Ok(None);
    }
    Ok(Some(literal(portal, &wanted["ofType"]).await?))
}

async fn literal(portal: &TestPortal, wanted: &Value) -> Result<String> {
    let name = wanted["name"].as_str().unwrap_or_default();
    match (wanted["kind"].as_str().unwrap_or_default(), name) {
        ("SCALAR", "Boolean") => Ok("true".to_owned()),
        ("SCALAR", "Int" | "Float") => Ok("1".to_owned()),
        ("SCALAR", "Date") => Ok("\"2026-03-01\"".to_owned()),
        ("SCALAR", "DateTime") => Ok("\"2027-01-01T00:00:00Z\"".to_owned()),
        ("SCALAR", _) => Ok("\"made up for this test\"".to_owned()),
        ("LIST", _) => Ok("[]".to_owned()),
        (kind, _) => {
            let described = portal.ask(None, INPUT, json!({ "name": name })).await?;
            let described = &described["data"]["__type"];
            if kind == "ENUM" {
                let first = described["enumValues"][0]["name"].as_str();
                return Ok(first.context("an enum without values")?.to_owned());
            }
            let mut fields = Vec::new();
            for field in described["inputFields"].as_array().into_iter().flatten() {
                if let Some(value) = Box::pin(made_up(portal, field)).await? {
                    fields.push(format!(
                        "{}: {value}",
                        field["name"].as_str().unwrap_or_default()
                    ));
                }
            }
            Ok(format!("{{ {} }}", fields.join(", ")))
        }
    }
}

/// The code with which a caller was turned away; none when they were let in, whatever came of it.
fn turned_away(answer: &Value) -> Option<&str> {
    code(answer).filter(|code| *code != "BAD_INPUT")
}

#[tokio::test]
async fn every_field_is_in_the_table_and_the_table_has_no_other() -> Tested {
    use portal_server::graphql::access::{MUTATIONS, QUERIES, SUBSCRIPTIONS};

    let portal = TestPortal::start(Backend::Sqlite).await?;
    let calls = calls(&portal).await?;
    let count = |root| calls.iter().filter(|call| call.root == root).count();
    assert_eq!(count("Query"), QUERIES.len());
    assert_eq!(count("Mutation"), MUTATIONS.len());
    assert_eq!(count("Subscription"), SUBSCRIPTIONS.len());
    assert_eq!(access_to("Query", "signIn"), None);
    assert_eq!(access_to("Viewer", "id"), None);
    Ok(())
}

#[rstest]
#[tokio::test]
async fn nobody_gets_beyond_the_table(
    #[values(Backend::Sqlite, Backend::Postgres)] backend: Backend,
) -> Tested {
    let portal = TestPortal::start(backend).await?;
    let calls = calls(&portal).await?;
    assert!(calls.len() > 20, "the schema was not read");
    let owner = portal.sign_in(LINUS).await?;
    let key = create_key(&portal, &owner, "matrix").await?;
    for call in &calls {
        let Call {
            root,
            field,
            access,
            ..
        } = call;
        let anonymous = call.ask(portal.post()).await?;
        let refused = access.callers != Callers::Anyone;
        let expected = refused.then_some("UNAUTHENTICATED");
        assert_eq!(
            turned_away(&anonymous),
            expected,
            "{root}.{field} without a session"
        );

        let answer = call.ask(portal.post().header("api-secret", &key)).await?;
        let allowed = matches!(access.callers, Callers::Anyone | Callers::SessionOrKey);
        let expected = (!allowed).then_some("FORBIDDEN");
        assert_eq!(
            turned_away(&answer),
            expected,
            "{root}.{field} with a key: {answer}"
        );
    }
    Ok(())
}

#[rstest]
#[tokio::test]
async fn every_sensitive_mutation_asks_for_confirmation(
    #[values(Backend::Sqlite, Backend::Postgres)] backend: Backend,
) -> Tested {
    let portal = TestPortal::start(backend).await?;
    let calls = calls(&portal).await?;
    let token = portal.sign_in(ADA).await?;
    portal.clock.advance(Duration::from_secs(5 * 60));
    let mut sensitive = 0;
    for call in &calls {
        let Call {
            root,
            field,
            access,
            ..
        } = call;
        let answer = call.ask(portal.post().bearer_auth(&token)).await?;
        let needs = access.callers == Callers::ConfirmedSession;
        sensitive += usize::from(needs);
        let expected = needs.then_some("CONFIRMATION_REQUIRED");
        assert_eq!(turned_away(&answer), expected, "{root}.{field}: {answer}");
        if needs {
            assert_eq!(answer["data"], Value::Null, "{root}.{field}");
        }
    }
    assert_eq!(sensitive, 13);
    Ok(())
}

/// The rules hold for a field however it is called.
#[tokio::test]
async fn an_alias_or_fragment_changes_nothing() -> Tested {
    let portal = TestPortal::start(Backend::Sqlite).await?;
    let token = portal.sign_in(ADA).await?;
    portal.clock.advance(Duration::from_secs(5 * 60));
    for document in [
        "mutation { harmless: disableMfa { __typename } }",
        "mutation { ... on Mutation { disableMfa { __typename } } }",
        "mutation { ...hidden } fragment hidden on Mutation { x: disableMfa { __typename } }",
        "mutation { changePreferences(input: {}) { __typename } disableMfa { __typename } }",
    ] {
        let answer = portal.ask(Some(&token), document, Value::Null).await?;
        assert_eq!(code(&answer), Some("CONFIRMATION_REQUIRED"), "{document}");
    }
    Ok(())
}

/// What the README says stays open to a member without MFA, where MFA is required.
const OPEN_WITHOUT_MFA: [&str; 24] = [
    "viewer",
    // It comes to nothing then, beside what is shown of the viewer.
    "chartDataExport",
    "sessions",
    "securityLog",
    "signIn",
    "completeSignIn",
    "signOut",
    "confirmIdentity",
    "changeDisplayName",
    "changePreferences",
    "beginMfaEnrollment",
    "verifyMfaEnrollment",
    "completeMfaEnrollment",
    "disableMfa",
    "regenerateRecoveryCodes",
    "changePassword",
    "revokeSession",
    "revokeOtherSessions",
    "organizations",
    // To ask, and to follow.
    "statusUpdates",
    "statusUpdates",
    "switchOrganization",
    "createOrganization",
    "leaveOrganization",
];

/// Everything else is closed, so that a new field is unless it is added above.
#[rstest]
#[tokio::test]
async fn a_member_without_mfa_is_left_with_their_own_account(
    #[values(Backend::Sqlite, Backend::Postgres)] backend: Backend,
) -> Tested {
    let portal = TestPortal::start(backend).await?;
    let calls = calls(&portal).await?;
    let token = portal.sign_in(ADA).await?;
    let acme = OrganizationSelection::Name("ACME Robotics".to_owned());
    assert!(portal.operator.require_mfa(&acme, true).await?);
    let page = "{ viewer { id } chartDataExport { today } }";
    let page = portal.ask(Some(&token), page, Value::Null).await?;
    assert!(
        page["errors"].is_null() && page["data"]["chartDataExport"].is_null(),
        "{page}"
    );
    let mut open = Vec::new();
    for call in &calls {
        let answer = call.ask(portal.post().bearer_auth(&token)).await?;
        match turned_away(&answer) {
            None => open.push(&*call.field),
            Some(code) => assert_eq!(code, "MFA_ENROLLMENT_REQUIRED", "{}: {answer}", call.field),
        }
    }
    open.sort_unstable();
    let mut stated = OPEN_WITHOUT_MFA;
    stated.sort_unstable();
    assert_eq!(open, stated);
    Ok(())
}

/// A key gets no further than its owner, who may have lost what they had when they made it.
#[rstest]
#[tokio::test]
async fn what_its_organization_asks_of_the_owner_holds_for_a_key(
    #[values(Backend::Sqlite, Backend::Postgres)] backend: Backend,
) -> Tested {
    let portal = TestPortal::start(backend).await?;
    let calls = calls(&portal).await?;
    let owner = portal.sign_in(LINUS).await?;
    let key = create_key(&portal, &owner, "matrix").await?;
    let database = portal.store.read();
    let account = accounts::by_email(database, &LINUS.parse()?).await?;
    let account = account.context("no account")?.id;
    let personal = organizations::personal_of(database, account).await?.id;
    // No personal account can require it as yet. Whatever has keys one day may.
    let since = Some(portal.clock.now());
    assert!(organizations::set_mfa_required(database, personal, since).await?);
    for (caller, token) in [("a session", Some(&owner)), ("a key", None)] {
        for call in &calls {
            let allowed = match token {
                Some(_) => call.access.callers != Callers::Anyone && call.field != "signOut",
                None => call.access.callers == Callers::SessionOrKey,
            };
            if !allowed {
                continue;
            }
            let request = match token {
                Some(token) => portal.post().bearer_auth(token),
                None => portal.post().header("api-secret", &key),
            };
            let answer = call.ask(request).await?;
            let refused = call.access.members.is_some();
            assert_eq!(
                turned_away(&answer) == Some("MFA_ENROLLMENT_REQUIRED"),
                refused,
                "{} with {caller}: {answer}",
                call.field
            );
        }
    }
    Enrolled::at(&portal, LINUS).await?;
    assert_eq!(status(&portal, &key).await?, 200);

    assert!(memberships::remove(database, personal, account).await?);
    assert_eq!(status(&portal, &key).await?, 401);
    Ok(())
}
