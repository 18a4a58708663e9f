//! Leaving and deleting organizations, and what becomes of those who work in them.

use portal_server::store::entities::{api_key, device, membership, organization};
use rstest::rstest;
use sea_orm::{ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter};
use serde_json::{Value, json};

use super::{DELETE, IN_VIEW, LEAVE, SWITCH, add, create, in_view};
use crate::support::{ADA, Backend, GRACE, LINUS, MEI, TestPortal, Tested, code};

#[rstest]
#[tokio::test]
async fn who_leaves_is_at_home_and_has_no_way_back(
    #[values(Backend::Sqlite, Backend::Postgres)] backend: Backend,
) -> Tested {
    let portal = TestPortal::start(backend).await?;
    let grace = portal.sign_in(GRACE).await?;
    let borealis = in_view(&portal, &grace).await?;
    let left = portal.answer(&grace, LEAVE, Value::Null).await?;
    assert_eq!(
        left,
        json!({ "__typename": "OrganizationLeft", "viewer": { "organization": { "kind": "PERSONAL" } } })
    );
    assert_ne!(in_view(&portal, &grace).await?, borealis);
    let again = portal
        .ask_about(&borealis, &grace, IN_VIEW, Value::Null)
        .await?;
    assert_eq!(code(&again), Some("ORGANIZATION_UNAVAILABLE"));
    // From the personal account there is nowhere to go.
    let at_home = portal.answer(&grace, LEAVE, Value::Null).await?;
    assert_eq!(at_home["__typename"], "OwnerStays");
    let ada = portal.sign_in(ADA).await?;
    let owner = portal.answer(&ada, LEAVE, Value::Null).await?;
    assert_eq!(owner["__typename"], "OwnerStays");
    Ok(())
}

/// Requests name what they are about, and the later one may arrive first.
#[rstest]
#[tokio::test]
async fn who_chose_another_before_the_end_of_one_arrives_stays_there(
    #[values(Backend::Sqlite, Backend::Postgres)] backend: Backend,
) -> Tested {
    let portal = TestPortal::start(backend).await?;
    let (ada, grace) = (portal.sign_in(ADA).await?, portal.sign_in(GRACE).await?);
    let acme = in_view(&portal, &ada).await?;
    let borealis = in_view(&portal, &grace).await?;
    let choice = json!({ "organization": acme });
    portal.answer(&grace, SWITCH, choice).await?;
    let in_acme = json!({ "organization": { "kind": "SHARED" } });
    let left = portal
        .answer_about(&borealis, &grace, LEAVE, Value::Null)
        .await?;
    assert_eq!(left["viewer"], in_acme);
    assert_eq!(in_view(&portal, &grace).await?, acme);

    let fresh = create(&portal, &grace, "Fresh").await?;
    let choice = json!({ "organization": acme });
    portal.answer(&grace, SWITCH, choice).await?;
    let input = json!({ "input": { "name": "Fresh" } });
    let deleted = portal.answer_about(&fresh, &grace, DELETE, input).await?;
    assert_eq!(deleted["viewer"], in_acme);
    assert_eq!(in_view(&portal, &grace).await?, acme);
    Ok(())
}

/// Being asked for MFA that one doesn't want is a reason to leave.
#[tokio::test]
async fn who_owes_mfa_may_leave() -> Tested {
    let portal = TestPortal::start(Backend::Sqlite).await?;
    let grace = portal.sign_in(GRACE).await?;
    portal
        .operator
        .require_mfa(&"Borealis Foods".parse()?, true)
        .await?;
    let left = portal.answer(&grace, LEAVE, Value::Null).await?;
    assert_eq!(left["__typename"], "OrganizationLeft");
    Ok(())
}

#[rstest]
#[tokio::test]
async fn what_is_deleted_is_gone_and_nobody_is_signed_out(
    #[values(Backend::Sqlite, Backend::Postgres)] backend: Backend,
) -> Tested {
    let portal = TestPortal::start(backend).await?;
    let ada = portal.sign_in(ADA).await?;
    let acme = in_view(&portal, &ada).await?;
    let mut others = Vec::new();
    for email in [GRACE, MEI, ADA] {
        let token = portal.sign_in(email).await?;
        let choice = json!({ "organization": acme });
        portal.answer(&token, SWITCH, choice).await?;
        others.push(token);
    }
    for wrong in ["", "acme robotics", "ACME", "ACME Robotics."] {
        let input = json!({ "input": { "name": wrong } });
        let answer = portal.answer(&ada, DELETE, input).await?;
        assert_eq!(answer["__typename"], "OrganizationNameMismatch", "{wrong}");
    }
    let input = json!({ "input": { "name": "ACME Robotics" } });
    let deleted = portal.answer(&ada, DELETE, input).await?;
    assert_eq!(
        deleted,
        json!({ "__typename": "OrganizationDeleted", "viewer": { "organization": { "kind": "PERSONAL" } } })
    );
    let kind = "{ viewer { organization { kind } } }";
    for token in others.iter().chain([&ada]) {
        let seen = portal.answer(token, kind, Value::Null).await?;
        assert_eq!(seen["organization"]["kind"], "PERSONAL");
        let gone = portal.ask_about(&acme, token, kind, Value::Null).await?;
        assert_eq!(code(&gone), Some("ORGANIZATION_UNAVAILABLE"));
    }
    let (database, id) = (portal.store.read(), acme.parse::<uuid::Uuid>()?);
    let left = [
        organization::Entity::find_by_id(id).count(database).await?,
        membership::Entity::find()
            .filter(membership::Column::OrganizationId.eq(id))
            .count(database)
            .await?,
        device::Entity::find()
            .filter(device::Column::OrganizationId.eq(id))
            .count(database)
            .await?,
        api_key::Entity::find()
            .filter(api_key::Column::OrganizationId.eq(id))
            .count(database)
            .await?,
    ];
    assert_eq!(left, [0; 4]);
    Ok(())
}

/// People sign in, switch, leave, change and are changed while the organization goes: nobody meets a fault.
#[rstest]
#[tokio::test(flavor = "multi_thread")]
async fn an_organization_may_go_while_it_is_used(
    #[values(Backend::Sqlite, Backend::Postgres)] backend: Backend,
) -> Tested {
    let portal = TestPortal::start(backend).await?;
    let ada = portal.sign_in(ADA).await?;
    let (grace, linus, mei) = (
        portal.sign_in(GRACE).await?,
        portal.sign_in(LINUS).await?,
        portal.sign_in(MEI).await?,
    );
    for round in 0..4 {
        let name = format!("Going {round}");
        let going = create(&portal, &ada, &name).await?;
        for email in [GRACE, LINUS, MEI] {
            add(&portal, &going, &ada, email, &["ADMIN"]).await?;
        }
        let choice = json!({ "organization": going });
        let update = json!({ "input": { "version": super::version(&portal, &going, &ada).await?,
            "name": name, "picture": {} } });
        let promote = json!({ "input": { "member": super::id_of(&portal, GRACE).await?,
            "from": ["ADMIN"], "roles": ["CHART_EDITOR"] } });
        let input = json!({ "input": { "name": name } });
        let answers = tokio::join!(
            portal.ask_about(&going, &ada, DELETE, input),
            portal.ask(Some(&grace), SWITCH, choice.clone()),
            portal.ask(Some(&mei), SWITCH, choice),
            portal.ask_about(&going, &linus, LEAVE, Value::Null),
            portal.ask_about(&going, &mei, super::UPDATE, update),
            portal.ask_about(&going, &mei, super::CHANGE_ROLES, promote),
            portal.ask_about(&going, &grace, "{ members { total } }", Value::Null),
            portal.attempt(MEI, crate::support::PASSWORD),
        );
        let deleted = answers.0?;
        let kind = &deleted["data"]["deleteOrganization"]["__typename"];
        assert_eq!(kind, "OrganizationDeleted", "{deleted}");
        assert_eq!(answers.7?["__typename"], "SignedIn");
        for answer in [
            answers.1?, answers.2?, answers.3?, answers.4?, answers.5?, answers.6?,
        ] {
            let refused = code(&answer);
            let allowed = [None, Some("ORGANIZATION_UNAVAILABLE"), Some("FORBIDDEN")];
            assert!(allowed.contains(&refused), "{answer}");
        }
        for token in [&grace, &linus, &mei] {
            assert_ne!(in_view(&portal, token).await?, going);
        }
    }
    Ok(())
}
