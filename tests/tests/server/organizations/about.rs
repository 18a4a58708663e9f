//! Requests that say which organization they are about.

use anyhow::Result;
use portal_server::administration::OrganizationSelection;
use rstest::rstest;
use serde_json::{Value, json};

use super::{IN_VIEW, UPDATE, create, in_view};
use crate::support::{ADA, Backend, GRACE, LINUS, TestPortal, Tested, code};

const RENAME: &str = "mutation { changeDisplayName(input: { displayName: \"Somebody else\" }) {
    __typename } }";

async fn acme_and_borealis(portal: &TestPortal) -> Result<(String, String)> {
    let (ada, grace) = (portal.sign_in(ADA).await?, portal.sign_in(GRACE).await?);
    Ok((in_view(portal, &ada).await?, in_view(portal, &grace).await?))
}

#[rstest]
#[tokio::test]
async fn it_is_answered_about_that_one_and_the_session_stays_where_it_is(
    #[values(Backend::Sqlite, Backend::Postgres)] backend: Backend,
) -> Tested {
    let portal = TestPortal::start(backend).await?;
    let (acme, borealis) = acme_and_borealis(&portal).await?;
    let grace = portal.sign_in(GRACE).await?;
    let asked = portal
        .answer_about(&acme, &grace, IN_VIEW, Value::Null)
        .await?;
    assert_eq!(
        asked["organization"],
        json!({ "id": acme, "name": "ACME Robotics", "viewerRoles": ["ADMIN"] })
    );
    assert_eq!(in_view(&portal, &grace).await?, borealis);
    assert_eq!(
        in_view(&portal, &portal.sign_in(GRACE).await?).await?,
        borealis
    );
    Ok(())
}

#[rstest]
#[tokio::test]
async fn whatever_is_no_organization_of_theirs_looks_the_same_and_nothing_is_done(
    #[values(Backend::Sqlite, Backend::Postgres)] backend: Backend,
) -> Tested {
    let portal = TestPortal::start(backend).await?;
    let (acme, _) = acme_and_borealis(&portal).await?;
    let ada = portal.sign_in(ADA).await?;
    let gone = create(&portal, &ada, "Gone").await?;
    let linus = portal.sign_in(LINUS).await?;
    let name = json!({ "input": { "name": "Gone" } });
    portal
        .answer_about(&gone, &ada, super::DELETE, name)
        .await?;
    let expected = portal
        .ask_about(&acme, &linus, IN_VIEW, Value::Null)
        .await?;
    assert_eq!(code(&expected), Some("ORGANIZATION_UNAVAILABLE"));
    assert_eq!(expected["data"], Value::Null);
    let never = uuid::Uuid::from_u128(7).to_string();
    for organization in [&*acme, &gone, &never, "", "garbled", "*", "null"] {
        for document in [
            IN_VIEW,
            RENAME,
            "{ __typename }",
            "mutation { signOut { at } }",
        ] {
            let answer = portal
                .ask_about(organization, &linus, document, Value::Null)
                .await?;
            assert_eq!(answer, expected, "{organization:?}: {document}");
        }
    }
    // More than one is none, and so is what is no text.
    let own = in_view(&portal, &linus).await?;
    let request = || portal.post().bearer_auth(&linus);
    for request in [
        request()
            .header("portal-organization", &own)
            .header("portal-organization", &own),
        request().header("portal-organization", &b"\xFF"[..]),
    ] {
        let body = json!({ "query": RENAME });
        let answer: Value = request.json(&body).send().await?.json().await?;
        assert_eq!(answer, expected);
    }
    let name = "{ viewer { displayName } }";
    let viewer = portal.answer(&linus, name, Value::Null).await?;
    assert_eq!(viewer["displayName"], "Linus Okafor");
    Ok(())
}

/// Who has no session is told so, whatever else they say; and whoever signs in may say anything.
#[tokio::test]
async fn it_means_nothing_without_a_session() -> Tested {
    let portal = TestPortal::start(Backend::Sqlite).await?;
    let request = |document: &str| {
        let request = portal.post().header("portal-organization", "garbled");
        request.json(&json!({ "query": document })).send()
    };
    let answer: Value = request(IN_VIEW).await?.json().await?;
    assert_eq!(code(&answer), Some("UNAUTHENTICATED"));
    let sign_in = "mutation { signIn(input: { email: \"nobody@acme.example\", password: \"x\",
        client: \"Tests\" }) { __typename } }";
    let answer: Value = request(sign_in).await?.json().await?;
    assert_eq!(answer["data"]["signIn"]["__typename"], "WrongCredentials");
    let answer = portal
        .ask_about("garbled", "no token", IN_VIEW, Value::Null)
        .await?;
    assert_eq!(code(&answer), Some("UNAUTHENTICATED"));
    Ok(())
}

#[rstest]
#[tokio::test]
async fn membership_counts_as_of_the_request(
    #[values(Backend::Sqlite, Backend::Postgres)] backend: Backend,
) -> Tested {
    let portal = TestPortal::start(backend).await?;
    let (acme, _) = acme_and_borealis(&portal).await?;
    let grace = portal.sign_in(GRACE).await?;
    let version = super::version(&portal, &acme, &grace).await?;
    let selection: OrganizationSelection = "ACME Robotics".parse()?;
    portal
        .operator
        .remove_member(&selection, &GRACE.parse()?)
        .await?;
    let update = json!({ "input": { "version": version, "name": "Taken", "picture": {} } });
    for (document, variables) in [(IN_VIEW, Value::Null), (UPDATE, update)] {
        let answer = portal.ask_about(&acme, &grace, document, variables).await?;
        assert_eq!(code(&answer), Some("ORGANIZATION_UNAVAILABLE"));
    }
    Ok(())
}

/// Two sessions of one person, each in an organization of its own, while both change what they see.
#[rstest]
#[tokio::test(flavor = "multi_thread")]
async fn what_two_windows_do_in_two_organizations_never_crosses(
    #[values(Backend::Sqlite, Backend::Postgres)] backend: Backend,
) -> Tested {
    let portal = TestPortal::start(backend).await?;
    let (one, other) = (portal.sign_in(ADA).await?, portal.sign_in(ADA).await?);
    let here = create(&portal, &one, "Here").await?;
    let there = create(&portal, &other, "There").await?;
    let work = async |token: &str, about: &str, elsewhere: &str, prefix: &str| -> Tested {
        for round in 0..12 {
            let version = super::version(&portal, about, token).await?;
            let name = format!("{prefix} {round}");
            let input = json!({ "input": { "version": version, "name": name, "picture": {} } });
            // The session itself is taken elsewhere time and again, as by a third window.
            let switch = portal.answer(token, super::SWITCH, json!({ "organization": elsewhere }));
            let update = portal.answer_about(about, token, UPDATE, input);
            let (switched, updated) = tokio::join!(switch, update);
            assert_eq!(switched?["__typename"], "OrganizationSwitched");
            let updated = updated?;
            assert_eq!(updated["settings"]["name"], *name, "{updated}");
            assert_eq!(updated["viewer"]["organization"]["name"], *name);
            let seen = portal
                .answer_about(about, token, IN_VIEW, Value::Null)
                .await?;
            assert_eq!(seen["organization"]["id"], about);
            assert_eq!(seen["organization"]["name"], *name);
        }
        Ok(())
    };
    let (first, second) = tokio::join!(
        work(&one, &here, &there, "Here"),
        work(&other, &there, &here, "There")
    );
    first.and(second)
}
