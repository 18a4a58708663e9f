//! Members, as those manage them who may.

use std::num::NonZeroU32;

use anyhow::Result;
use portal_server::auth::AttemptPolicy;
use portal_server::domain::Role;
use rstest::rstest;
use serde_json::{Value, json};

use super::{ADD, CHANGE_ROLES, IN_VIEW, REMOVE, add, create, id_of, in_view};
use crate::security::Enrolled;
use crate::support::{ADA, Backend, GRACE, LINUS, MEI, Settings, TestPortal, Tested, code};

const LIST: &str = "query ($first: Int! = 50, $after: String, $search: String) {
    members(first: $first, after: $after, search: $search) { total cursor
    grantableRoles { role exclusive }
    data { id displayName email avatarPath roles mfaEnabled memberSince isViewer rolesCanChange canBeRemoved } } }";

async fn found(portal: &TestPortal, token: &str, variables: Value) -> Result<Vec<Value>> {
    let list = portal.answer(token, LIST, variables).await?;
    let data = list["data"].as_array().cloned().unwrap_or_default();
    Ok(data
        .into_iter()
        .map(|mut one| one["displayName"].take())
        .collect())
}

#[rstest]
#[tokio::test]
async fn they_are_listed_by_name_with_all_that_can_be_done(
    #[values(Backend::Sqlite, Backend::Postgres)] backend: Backend,
) -> Tested {
    let portal = TestPortal::start(backend).await?;
    Enrolled::at(&portal, MEI).await?;
    let grace = portal.sign_in(GRACE).await?;
    let ada = portal.sign_in(ADA).await?;
    let acme = in_view(&portal, &ada).await?;
    let mut list = portal
        .answer_about(&acme, &grace, LIST, Value::Null)
        .await?;
    assert_eq!(list["total"], 3);
    let grantable: Vec<_> = Role::ALL[1..]
        .iter()
        .map(|role| {
            json!({ "role": role.name().to_uppercase().replace('-', "_"),
                "exclusive": matches!(role, Role::Admin | Role::ChartViewerOnly) })
        })
        .collect();
    assert_eq!(list["grantableRoles"], json!(grantable));
    for one in list["data"].as_array_mut().unwrap() {
        one["avatarPath"] = json!(one["avatarPath"].is_string());
    }
    assert_eq!(
        list["data"],
        json!([
            { "id": id_of(&portal, ADA).await?, "displayName": "Ada Lovelace", "email": ADA, "avatarPath": true,
              "roles": ["OWNER"], "mfaEnabled": false, "memberSince": "2026-01-12T09:00:00Z",
              "isViewer": false, "rolesCanChange": false, "canBeRemoved": false },
            { "id": id_of(&portal, GRACE).await?, "displayName": "Grace Hopper", "email": GRACE, "avatarPath": false,
              "roles": ["ADMIN"], "mfaEnabled": false, "memberSince": "2026-01-12T09:00:00Z",
              "isViewer": true, "rolesCanChange": true, "canBeRemoved": false },
            { "id": id_of(&portal, MEI).await?, "displayName": "Mei Tanaka", "email": MEI, "avatarPath": false,
              "roles": ["CHART_EDITOR"], "mfaEnabled": true, "memberSince": "2026-01-12T09:00:00Z",
              "isViewer": false, "rolesCanChange": true, "canBeRemoved": true },
        ])
    );
    Ok(())
}

#[rstest]
#[tokio::test]
async fn they_are_found_by_part_of_name_or_address(
    #[values(Backend::Sqlite, Backend::Postgres)] backend: Backend,
) -> Tested {
    let portal = TestPortal::start(backend).await?;
    let ada = portal.sign_in(ADA).await?;
    let rename = "mutation { changeDisplayName(input: { displayName: \"Émile 100%_\\\\\" }) { __typename } }";
    let mei = portal.sign_in(MEI).await?;
    portal.answer(&mei, rename, Value::Null).await?;
    let mei = "Émile 100%_\\";
    for (search, expected) in [
        ("", vec!["Ada Lovelace", "Grace Hopper", mei]),
        ("  LOVE ", vec!["Ada Lovelace"]),
        ("ACME.example", vec!["Ada Lovelace", "Grace Hopper"]),
        ("éMILE", vec![mei]),
        ("%", vec![mei]),
        ("_", vec![mei]),
        ("\\", vec![mei]),
        ("0%_", vec![mei]),
        ("a%e", vec![]),
        ("' OR 1=1 --", vec![]),
    ] {
        let found = found(&portal, &ada, json!({ "search": search })).await?;
        assert_eq!(found, expected, "{search:?}");
    }
    let total = portal
        .answer(&ada, LIST, json!({ "search": "LOVE" }))
        .await?;
    assert_eq!(total["total"], 3, "of all, not of those found");
    let (mut joined, mut after) = (Vec::new(), Value::Null);
    loop {
        let page = portal
            .answer(
                &ada,
                LIST,
                json!({ "first": 1, "after": after, "search": "e" }),
            )
            .await?;
        joined.extend(page["data"].as_array().cloned().unwrap_or_default());
        after = page["cursor"].clone();
        if after.is_null() {
            break;
        }
    }
    assert_eq!(joined.len(), 3);
    for variables in [
        json!({ "first": 0 }),
        json!({ "first": 101 }),
        json!({ "after": "x" }),
        json!({ "search": "a\0b" }),
        json!({ "search": "x".repeat(255) }),
    ] {
        let answer = portal.ask(Some(&ada), LIST, variables).await?;
        assert_eq!(code(&answer), Some("BAD_INPUT"));
    }
    Ok(())
}

#[rstest]
#[tokio::test]
async fn an_account_becomes_a_member_gets_other_roles_and_goes(
    #[values(Backend::Sqlite, Backend::Postgres)] backend: Backend,
) -> Tested {
    let portal = TestPortal::start(backend).await?;
    let (ada, linus) = (portal.sign_in(ADA).await?, portal.sign_in(LINUS).await?);
    let acme = in_view(&portal, &ada).await?;
    let input = json!({ "input": { "email": " Linus@BOREALIS.example ", "roles":
        ["CHART_EDITOR", "BILLING_ADMIN", "CHART_EDITOR"] } });
    let added = portal.answer(&ada, ADD, input).await?;
    assert_eq!(
        added["member"]["roles"],
        json!(["BILLING_ADMIN", "CHART_EDITOR"])
    );
    assert_eq!(added["member"]["memberSince"], "2026-03-02T08:00:00Z");
    let roles = async || -> Result<Value> {
        let viewer = portal
            .answer_about(&acme, &linus, IN_VIEW, Value::Null)
            .await?;
        Ok(viewer["organization"]["viewerRoles"].clone())
    };
    assert_eq!(roles().await?, json!(["BILLING_ADMIN", "CHART_EDITOR"]));

    let member = id_of(&portal, LINUS).await?;
    let change = |from: Value, to: Value| {
        let input = json!({ "input": { "member": member, "from": from, "roles": to } });
        portal.answer(&ada, CHANGE_ROLES, input)
    };
    let stale = change(json!(["CHART_EDITOR"]), json!(["ADMIN"])).await?;
    assert_eq!(
        stale,
        json!({ "__typename": "MemberChangedMeanwhile",
            "member": { "roles": ["BILLING_ADMIN", "CHART_EDITOR"] } })
    );
    // Roles are a set: their order and number say nothing.
    let seen = json!(["CHART_EDITOR", "BILLING_ADMIN", "BILLING_ADMIN"]);
    let changed = change(seen, json!(["ADMIN"])).await?;
    assert_eq!(changed["member"]["roles"], json!(["ADMIN"]));
    assert_eq!(roles().await?, json!(["ADMIN"]));

    // An admin does all of that, but not to the owner, nor removes themselves.
    let owner = id_of(&portal, ADA).await?;
    let input = json!({ "input": { "member": owner, "from": ["OWNER"], "roles": ["ADMIN"] } });
    let refused = portal
        .answer_about(&acme, &linus, CHANGE_ROLES, input)
        .await?;
    assert_eq!(refused["reason"], "OWNER_CHANGED");
    let input = json!({ "input": { "member": owner } });
    let refused = portal.answer_about(&acme, &linus, REMOVE, input).await?;
    assert_eq!(refused["__typename"], "OwnerStays");
    let input = json!({ "input": { "member": member } });
    let refused = portal
        .ask_about(&acme, &linus, REMOVE, input.clone())
        .await?;
    assert_eq!(code(&refused), Some("BAD_INPUT"));

    let removed = portal.answer(&ada, REMOVE, input.clone()).await?;
    assert_eq!(
        removed,
        json!({ "__typename": "MemberRemoved", "member": member })
    );
    let gone = portal
        .ask_about(&acme, &linus, IN_VIEW, Value::Null)
        .await?;
    assert_eq!(code(&gone), Some("ORGANIZATION_UNAVAILABLE"));
    let again = portal.answer(&ada, REMOVE, input).await?;
    assert_eq!(again["__typename"], "MemberNotFound");
    for id in ["", "no id"] {
        let input = json!({ "input": { "member": id } });
        let unknown = portal.answer(&ada, REMOVE, input).await?;
        assert_eq!(unknown["__typename"], "MemberNotFound");
    }
    Ok(())
}

/// Adding members shows who has an account, so nobody may try address after address.
#[tokio::test]
async fn addresses_can_not_be_tried_without_end() -> Tested {
    const FOUR: NonZeroU32 = NonZeroU32::new(4).unwrap();
    let settings = Settings {
        attempts: AttemptPolicy {
            per_administrator: FOUR,
            ..AttemptPolicy::default()
        },
        ..Settings::default()
    };
    let portal = TestPortal::start_as(Backend::Sqlite, settings).await?;
    let (ada, grace) = (portal.sign_in(ADA).await?, portal.sign_in(GRACE).await?);
    let acme = in_view(&portal, &ada).await?;
    let try_one = async |token: &str, email: &str| {
        let input = json!({ "input": { "email": email, "roles": ["ADMIN"] } });
        portal.answer_about(&acme, token, ADD, input).await
    };
    // What can't be an address, or breaks the rules, shows nothing.
    for email in [
        "",
        "nobody",
        "a@b@c",
        &format!("{}@acme.example", "x".repeat(300)),
    ] {
        let answer = try_one(&ada, email).await?;
        assert_eq!(answer["__typename"], "AccountNotFound");
    }
    for number in 0..3 {
        let answer = try_one(&ada, &format!("nobody-{number}@acme.example")).await?;
        assert_eq!(answer["__typename"], "AccountNotFound");
    }
    assert_eq!(try_one(&ada, MEI).await?["__typename"], "AlreadyMember");
    let other = portal.sign_in(ADA).await?;
    for token in [&ada, &other] {
        let refused = try_one(token, LINUS).await?;
        assert_eq!(
            refused,
            json!({ "__typename": "TooManyAttempts", "retryAfterSeconds": 60 })
        );
    }
    assert_eq!(try_one(&grace, LINUS).await?["__typename"], "MemberAdded");
    portal.clock.advance(std::time::Duration::from_secs(60));
    assert_eq!(try_one(&ada, LINUS).await?["__typename"], "AlreadyMember");
    Ok(())
}

/// A role taken away is of no use any more, be it in the middle of the work.
#[rstest]
#[tokio::test]
async fn a_role_withdrawn_counts_from_the_next_request_on(
    #[values(Backend::Sqlite, Backend::Postgres)] backend: Backend,
) -> Tested {
    let portal = TestPortal::start(backend).await?;
    let (ada, linus) = (portal.sign_in(ADA).await?, portal.sign_in(LINUS).await?);
    let fresh = create(&portal, &ada, "Fresh").await?;
    add(&portal, &fresh, &ada, LINUS, &["ADMIN"]).await?;
    portal
        .answer_about(&fresh, &linus, LIST, Value::Null)
        .await?;
    let input = json!({ "input": { "member": id_of(&portal, LINUS).await?, "from": ["ADMIN"],
        "roles": ["DEVICE_ENROLLER"] } });
    portal
        .answer_about(&fresh, &ada, CHANGE_ROLES, input)
        .await?;
    let answer = portal.ask_about(&fresh, &linus, LIST, Value::Null).await?;
    assert_eq!(code(&answer), Some("FORBIDDEN"));
    let pages = "{ viewer { organization { viewerPages viewerCanAdminister viewerCanLeave } } }";
    let viewer = portal
        .answer_about(&fresh, &linus, pages, Value::Null)
        .await?;
    assert_eq!(
        viewer["organization"],
        json!({ "viewerPages": ["HOME", "PROFILE"], "viewerCanAdminister": false,
            "viewerCanLeave": true })
    );
    Ok(())
}
