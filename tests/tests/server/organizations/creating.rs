//! Creating organizations: at most three, and each once.

use anyhow::Result;
use futures_util::future::try_join_all;
use rstest::rstest;
use serde_json::{Value, json};

use super::{CREATE, DELETE, creation, in_view};
use crate::support::{ADA, Backend, LINUS, MEI, TestPortal, Tested, code};

const COUNTER: &str = "{ organizations(first: 1000) { owned ownedLimit data { id name kind } } }";

async fn shared(portal: &TestPortal, token: &str) -> Result<usize> {
    let listed = portal.answer(token, COUNTER, Value::Null).await?;
    let data = listed["data"].as_array().cloned().unwrap_or_default();
    Ok(data.iter().filter(|one| one["kind"] == "SHARED").count())
}

#[rstest]
#[tokio::test]
async fn the_creator_owns_it_and_works_in_it(
    #[values(Backend::Sqlite, Backend::Postgres)] backend: Backend,
) -> Tested {
    let portal = TestPortal::start(backend).await?;
    let mei = portal.sign_in(MEI).await?;
    let listed = portal.answer(&mei, COUNTER, Value::Null).await?;
    assert_eq!(
        (&listed["owned"], &listed["ownedLimit"]),
        (&json!(0), &json!(3))
    );
    let mut created = portal
        .answer(&mei, CREATE, creation("  Delta Mills  "))
        .await?;
    let organization = &mut created["viewer"]["organization"];
    let id = organization["id"].take();
    assert_eq!(
        *organization,
        json!({ "id": null, "name": "Delta Mills", "kind": "SHARED", "imagePath": null,
            "viewerRoles": ["OWNER"], "viewerCanAdminister": true, "viewerCanLeave": false,
            "viewerPages": ["HOME", "CHARTS", "MEMBERS", "PROFILE"] })
    );
    assert_eq!(in_view(&portal, &mei).await?, id);
    assert_eq!(in_view(&portal, &portal.sign_in(MEI).await?).await?, id);
    let listed = portal.answer(&mei, COUNTER, Value::Null).await?;
    assert_eq!(listed["owned"], 1);
    Ok(())
}

#[rstest]
#[tokio::test(flavor = "multi_thread")]
async fn ten_clients_at_once_come_to_exactly_three(
    #[values(Backend::Sqlite, Backend::Postgres)] backend: Backend,
) -> Tested {
    let portal = TestPortal::start(backend).await?;
    let mut tokens = Vec::new();
    for _ in 0..10 {
        tokens.push(portal.sign_in(MEI).await?);
    }
    let before = shared(&portal, &tokens[0]).await?;
    let creations = tokens.iter().enumerate().map(|(number, token)| {
        let input = creation(&format!("Organization {number}"));
        portal.answer(token, CREATE, input)
    });
    let answers = try_join_all(creations).await?;
    let refused = json!({ "__typename": "OrganizationLimitReached", "owned": 3, "limit": 3 });
    let count = |wanted: &dyn Fn(&Value) -> bool| answers.iter().filter(|it| wanted(it)).count();
    assert_eq!(count(&|it| it["__typename"] == "OrganizationCreated"), 3);
    assert_eq!(count(&|it| *it == refused), 7, "{answers:?}");
    assert_eq!(shared(&portal, &tokens[0]).await?, before + 3);

    // What others own doesn't count, and one less makes room for one more.
    let listed = portal.answer(&tokens[0], COUNTER, Value::Null).await?;
    assert_eq!(listed["owned"], 3);
    let created = answers.iter().find(|it| !it["viewer"].is_null());
    let organization = &created.unwrap()["viewer"]["organization"];
    let name = json!({ "input": { "name": organization["name"] } });
    let id = organization["id"].as_str().unwrap();
    portal.answer_about(id, &tokens[0], DELETE, name).await?;
    let again = portal
        .answer(&tokens[0], CREATE, creation("One more"))
        .await?;
    assert_eq!(again["__typename"], "OrganizationCreated");
    Ok(())
}

#[rstest]
#[tokio::test(flavor = "multi_thread")]
async fn the_same_request_creates_once(
    #[values(Backend::Sqlite, Backend::Postgres)] backend: Backend,
) -> Tested {
    let portal = TestPortal::start(backend).await?;
    let linus = portal.sign_in(LINUS).await?;
    let before = shared(&portal, &linus).await?;
    let ask = |name: &str| {
        let mut input = creation("Once");
        input["input"]["name"] = json!(name);
        portal.answer(&linus, CREATE, input)
    };
    let asking = (0..10).map(|_| ask("Once"));
    let answers = try_join_all(asking).await?;
    assert_eq!(answers[0]["__typename"], "OrganizationCreated");
    assert!(answers.iter().all(|it| *it == answers[0]), "{answers:?}");
    assert_eq!(shared(&portal, &linus).await?, before + 1);

    let other = ask("Another").await?;
    assert_eq!(other["__typename"], "IdempotencyKeyReused");
    // A key of one person's is no matter of another's.
    let ada = portal.sign_in(ADA).await?;
    let theirs = portal.answer(&ada, CREATE, creation("Once")).await?;
    assert_eq!(theirs["__typename"], "OrganizationCreated");

    let id = in_view(&portal, &linus).await?;
    let name = json!({ "input": { "name": "Once" } });
    portal.answer_about(&id, &linus, DELETE, name).await?;
    let late = ask("Once").await?;
    assert_eq!(
        late["__typename"], "IdempotencyKeyReused",
        "nothing comes back"
    );
    assert_eq!(shared(&portal, &linus).await?, before);

    for short in ["", "short", &"x".repeat(101)] {
        let input = json!({ "input": { "name": "Once", "idempotencyKey": short } });
        let answer = portal.ask(Some(&linus), CREATE, input).await?;
        assert_eq!(code(&answer), Some("BAD_INPUT"));
    }
    Ok(())
}
