//! Choosing the organization to work in.

use rstest::rstest;
use serde_json::{Value, json};

use super::{SWITCH, create, in_view};
use crate::support::{ADA, Backend, GRACE, LINUS, TestPortal, Tested, code};

#[rstest]
#[tokio::test]
async fn the_choice_is_kept_also_for_the_next_sign_in(
    #[values(Backend::Sqlite, Backend::Postgres)] backend: Backend,
) -> Tested {
    let portal = TestPortal::start(backend).await?;
    let grace = portal.sign_in(GRACE).await?;
    let list = "{ organizations { data { id name inView } } }";
    let listed = portal.answer(&grace, list, Value::Null).await?;
    let listed = listed["data"].as_array().unwrap();
    // The clock stands still, and is even set back: the order of choices counts.
    for one in listed.iter().chain(listed.iter().rev()) {
        portal.clock.set_back(std::time::Duration::from_secs(1));
        let choice = json!({ "organization": one["id"] });
        let switched = portal.answer(&grace, SWITCH, choice).await?;
        assert_eq!(switched["viewer"]["organization"]["name"], one["name"]);
        assert_eq!(in_view(&portal, &grace).await?, one["id"]);
        let next = portal.sign_in(GRACE).await?;
        assert_eq!(in_view(&portal, &next).await?, one["id"]);
    }
    Ok(())
}

#[rstest]
#[tokio::test]
async fn what_is_no_organization_of_theirs_is_not_found(
    #[values(Backend::Sqlite, Backend::Postgres)] backend: Backend,
) -> Tested {
    let portal = TestPortal::start(backend).await?;
    let (ada, linus) = (portal.sign_in(ADA).await?, portal.sign_in(LINUS).await?);
    let fresh = create(&portal, &ada, "Fresh").await?;
    let before = in_view(&portal, &linus).await?;
    for organization in [&*fresh, "", "no id", &uuid::Uuid::from_u128(7).to_string()] {
        let choice = json!({ "organization": organization });
        let answer = portal.answer(&linus, SWITCH, choice).await?;
        assert_eq!(answer["__typename"], "OrganizationNotFound");
    }
    assert_eq!(in_view(&portal, &linus).await?, before);
    Ok(())
}

/// The roles in the organization left behind are of no use in the one chosen.
#[tokio::test]
async fn roles_are_those_of_the_organization_in_view() -> Tested {
    let portal = TestPortal::start(Backend::Sqlite).await?;
    let (ada, grace) = (portal.sign_in(ADA).await?, portal.sign_in(GRACE).await?);
    let acme = in_view(&portal, &ada).await?;
    let members = "{ members { total } }";
    let refused = portal.ask(Some(&grace), members, Value::Null).await?;
    assert_eq!(
        code(&refused),
        Some("FORBIDDEN"),
        "no admin in Borealis Foods"
    );
    let choice = json!({ "organization": acme });
    portal.answer(&grace, SWITCH, choice).await?;
    let members = portal.answer(&grace, members, Value::Null).await?;
    assert_eq!(members["total"], 3);
    Ok(())
}
