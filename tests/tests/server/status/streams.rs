//! Streams: who gets one, for how long, and how they end.

use std::time::{Duration, Instant};

use anyhow::{Context, ensure};
use portal_server::administration::DeploymentOutcome;
use portal_server::status::STREAMS_OF_AN_ACCOUNT;
use rstest::rstest;
use serde_json::{Value, json};

use super::{Followed, asked_to_follow, now};
use crate::support::{ADA, Backend, GRACE, TestPortal, Tested, code};

#[rstest]
#[tokio::test]
async fn what_a_person_does_is_told_to_others_at_once(
    #[values(Backend::Sqlite, Backend::Postgres)] backend: Backend,
) -> Tested {
    let portal = TestPortal::start(backend).await?;
    let (ada, grace) = (portal.sign_in(ADA).await?, portal.sign_in(GRACE).await?);
    let mut stream = Followed::from_now(&portal, &grace).await?;
    let mut own = Followed::from_now(&portal, &ada).await?;
    let members = "{ members { data { id email roles } } }";
    let members = portal.answer(&ada, members, Value::Null).await?;
    let member = members["data"].as_array().into_iter().flatten();
    let member = member.into_iter().find(|member| member["email"] == GRACE);
    let member = member.context("no member")?;
    let change = "mutation ($input: ChangeMemberRolesInput!) { changeMemberRoles(input: $input) { __typename } }";
    let input = json!({ "member": member["id"], "from": member["roles"],
        "roles": ["CHART_EDITOR", "BILLING_ADMIN"] });
    let changed = portal
        .answer(&ada, change, json!({ "input": input }))
        .await?;
    let done = Instant::now();
    assert_eq!(changed["__typename"], "MemberRolesChanged", "{changed}");
    let (_, update) = stream.update().await?;
    let late = done.elapsed();
    ensure!(late < Duration::from_secs(1), "{late:?}");
    let expected = json!({ "__typename": "RolesChanged", "organizationName": "ACME Robotics",
        "roles": ["BILLING_ADMIN", "CHART_EDITOR"] });
    assert_eq!(update, expected);
    // She knows what she did: the next she hears of is something else.
    let done = DeploymentOutcome::Deployed;
    let acme = "ACME Robotics".parse()?;
    portal
        .operator
        .deploy_workflow(&acme, "Weld and watch", None, done)
        .await?;
    let (_, update) = own.update().await?;
    assert_eq!(update["__typename"], "WorkflowDeployed");
    Ok(())
}

#[rstest]
#[tokio::test]
async fn nobody_follows_without_a_session(
    #[values(Backend::Sqlite, Backend::Postgres)] backend: Backend,
) -> Tested {
    let portal = TestPortal::start(backend).await?;
    let mut stream = Followed::after(&portal, "no such session", None).await?;
    assert_eq!(stream.refusal().await?, "UNAUTHENTICATED");
    // A stream is for who accepts one.
    let ada = portal.sign_in(ADA).await?;
    let query = "subscription { statusUpdates { cursor } }";
    let answer = portal.ask(Some(&ada), query, Value::Null).await?;
    ensure!(code(&answer) == Some("INVALID_REQUEST"), "{answer}");
    Ok(())
}

#[rstest]
#[tokio::test]
async fn a_session_that_is_revoked_hears_nothing_more(
    #[values(Backend::Sqlite, Backend::Postgres)] backend: Backend,
) -> Tested {
    let portal = TestPortal::start(backend).await?;
    let ada = portal.sign_in(ADA).await?;
    let mut idle = Followed::from_now(&portal, &ada).await?;
    portal
        .answer(&ada, "mutation { signOut { at } }", Value::Null)
        .await?;
    // It ends by itself, while nothing happens.
    let begun = Instant::now();
    assert_eq!(idle.refusal().await?, "UNAUTHENTICATED");
    ensure!(begun.elapsed() < Duration::from_secs(8), "it took long");

    // And nothing is delivered between the end of the session and that.
    let ada = portal.sign_in(ADA).await?;
    let mut stream = Followed::from_now(&portal, &ada).await?;
    let account = "{ sessions { data { id current } } }";
    portal.answer(&ada, account, Value::Null).await?;
    portal.operator.revoke_sessions(&ADA.parse()?).await?;
    let done = DeploymentOutcome::Deployed;
    let acme = "ACME Robotics".parse()?;
    portal
        .operator
        .deploy_workflow(&acme, "Weld and watch", None, done)
        .await?;
    assert_eq!(stream.refusal().await?, "UNAUTHENTICATED");
    Ok(())
}

#[rstest]
#[tokio::test]
async fn a_person_has_so_many_streams_and_others_theirs(
    #[values(Backend::Sqlite, Backend::Postgres)] backend: Backend,
) -> Tested {
    let portal = TestPortal::start(backend).await?;
    let (ada, grace) = (portal.sign_in(ADA).await?, portal.sign_in(GRACE).await?);
    let mut streams = Vec::new();
    for _ in 0..STREAMS_OF_AN_ACCOUNT {
        streams.push(Followed::from_now(&portal, &ada).await?);
    }
    let mut refused = Followed::after(&portal, &ada, None).await?;
    assert_eq!(refused.refusal().await?, "TOO_MANY_REQUESTS");
    Followed::from_now(&portal, &grace).await?;
    // Who can't follow can ask.
    now(&portal, &ada).await?;
    streams.pop();
    let free = async {
        loop {
            if let Ok(stream) = Followed::from_now(&portal, &ada).await {
                return stream;
            }
            tokio::task::yield_now().await;
        }
    };
    let freed = tokio::time::timeout(Duration::from_secs(10), free).await;
    ensure!(freed.is_ok(), "no place is free again");
    Ok(())
}

#[rstest]
#[tokio::test]
async fn a_portal_with_open_streams_stops_at_once(
    #[values(Backend::Sqlite, Backend::Postgres)] backend: Backend,
) -> Tested {
    let portal = TestPortal::start(backend).await?;
    let (ada, grace) = (portal.sign_in(ADA).await?, portal.sign_in(GRACE).await?);
    let mut heard = Followed::from_now(&portal, &ada).await?;
    // One that nobody reads.
    let unread = asked_to_follow(&portal, &grace, None).await?;
    let begun = Instant::now();
    portal.stop().await;
    let took = begun.elapsed();
    ensure!(took < Duration::from_secs(3), "it took {took:?}");
    let end = heard.event().await?;
    ensure!(
        matches!(&end, Some((name, ..)) if name == "complete"),
        "{end:?}"
    );
    ensure!(heard.event().await?.is_none());
    drop(unread);
    Ok(())
}

/// More streams than there are connections to the database, and requests are answered all the same.
#[rstest]
#[tokio::test]
async fn streams_hold_no_connection_to_the_database(
    #[values(Backend::Sqlite, Backend::Postgres)] backend: Backend,
) -> Tested {
    let portal = TestPortal::start(backend).await?;
    let mut streams = Vec::new();
    for email in [ADA, GRACE, "linus@borealis.example", "mei@cobalt.example"] {
        let token = portal.sign_in(email).await?;
        for _ in 0..STREAMS_OF_AN_ACCOUNT {
            streams.push(Followed::from_now(&portal, &token).await?);
        }
    }
    let ada = portal.sign_in(ADA).await?;
    let begun = Instant::now();
    portal
        .answer(&ada, "{ viewer { id } }", Value::Null)
        .await?;
    ensure!(begun.elapsed() < Duration::from_secs(5));
    Ok(())
}

/// Whoever accepts nothing else gets any answer in that form.
#[rstest]
#[tokio::test]
async fn a_query_is_answered_as_events_to_who_wants_them(
    #[values(Backend::Sqlite, Backend::Postgres)] backend: Backend,
) -> Tested {
    let portal = TestPortal::start(backend).await?;
    let ada = portal.sign_in(ADA).await?;
    for (query, expected) in [
        (
            "{ viewer { email } }",
            json!({ "viewer": { "email": ADA } }),
        ),
        (
            "mutation { changePreferences(input: { theme: DARK }) { preferences { theme } } }",
            json!({ "changePreferences": { "preferences": { "theme": "DARK" } } }),
        ),
    ] {
        let request = portal.post().bearer_auth(&ada);
        let request = request.header("accept", "text/event-stream, */*");
        let response = request.json(&json!({ "query": query })).send().await?;
        let text = response.text().await?;
        let (first, rest) = text.split_once("\n\n").context("no event")?;
        let data = first
            .strip_prefix("event: next\ndata: ")
            .context(first.to_owned())?;
        let answer: Value = serde_json::from_str(data)?;
        assert_eq!(answer["data"], expected);
        assert!(rest.starts_with("event: complete\n"), "{rest}");
    }
    Ok(())
}
