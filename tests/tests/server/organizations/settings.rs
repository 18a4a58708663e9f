//! Changing an organization: nothing of somebody else's is overwritten unseen.

use rstest::rstest;
use serde_json::{Value, json};

use super::{REQUIRE_MFA, SETTINGS, UPDATE, add, create, id_of, in_view, version};
use crate::security::Enrolled;
use crate::support::{ADA, Backend, GRACE, LINUS, MEI, TestPortal, Tested, code};

fn rename(version: &str, name: &str) -> Value {
    json!({ "input": { "version": version, "name": name, "picture": {} } })
}

#[rstest]
#[tokio::test]
async fn administrators_see_what_can_be_changed_and_others_nothing(
    #[values(Backend::Sqlite, Backend::Postgres)] backend: Backend,
) -> Tested {
    let portal = TestPortal::start(backend).await?;
    let ada = portal.sign_in(ADA).await?;
    let acme = in_view(&portal, &ada).await?;
    let mut settings = portal.answer(&ada, SETTINGS, Value::Null).await?;
    assert!(settings["version"].take().is_string());
    let home = "{ home { credits { balance } } }";
    let home = portal.answer(&ada, home, Value::Null).await?;
    assert_eq!(
        settings,
        json!({ "name": "ACME Robotics", "imagePath": null, "version": null, "mfaRequiredSince": null,
            "members": 3, "membersWithoutMfa": 3, "viewerWithoutMfa": true,
            "apiKeys": { "usable": 0, "limit": 20 },
            "deletion": { "devices": 6, "otherMembers": 2, "apiKeys": 0,
                "credits": home["credits"]["balance"], "exports": 3 } })
    );
    let grace = Enrolled::at(&portal, GRACE).await?;
    let seen = portal
        .answer_about(&acme, &grace.token, SETTINGS, Value::Null)
        .await?;
    assert_eq!(seen["membersWithoutMfa"], 2);
    assert_eq!(seen["viewerWithoutMfa"], false);
    assert_eq!(seen["deletion"], Value::Null, "she is no owner");
    let mei = portal.sign_in(MEI).await?;
    let seen = portal
        .answer_about(&acme, &mei, SETTINGS, Value::Null)
        .await?;
    assert_eq!(seen, Value::Null);
    let linus = portal.sign_in(LINUS).await?;
    let personal = portal.answer(&linus, SETTINGS, Value::Null).await?;
    assert_eq!(personal, Value::Null);
    Ok(())
}

#[rstest]
#[tokio::test]
async fn the_second_of_two_editors_is_told(
    #[values(Backend::Sqlite, Backend::Postgres)] backend: Backend,
) -> Tested {
    let portal = TestPortal::start(backend).await?;
    let (ada, grace) = (portal.sign_in(ADA).await?, portal.sign_in(GRACE).await?);
    let acme = in_view(&portal, &ada).await?;
    let seen = version(&portal, &acme, &ada).await?;
    let updated = portal
        .answer_about(&acme, &ada, UPDATE, rename(&seen, "ACME & Daughters"))
        .await?;
    assert_eq!(updated["settings"]["name"], "ACME & Daughters");
    assert_eq!(
        updated["viewer"]["organization"]["name"],
        "ACME & Daughters"
    );
    assert_ne!(updated["settings"]["version"], *seen);
    let late = portal
        .answer_about(&acme, &grace, UPDATE, rename(&seen, "ACME & Sons"))
        .await?;
    assert_eq!(late["__typename"], "OrganizationChangedMeanwhile");
    assert_eq!(
        late["settings"],
        json!({ "name": "ACME & Daughters",
        "version": updated["settings"]["version"] })
    );
    // Told what it is now, she may go on from there.
    let current = late["settings"]["version"].as_str().unwrap();
    let now = portal
        .answer_about(&acme, &grace, UPDATE, rename(current, "ACME & Sons"))
        .await?;
    assert_eq!(now["__typename"], "OrganizationUpdated");
    // The duty to have MFA is part of what one has seen.
    let seen = version(&portal, &acme, &ada).await?;
    portal
        .operator
        .require_mfa(&"ACME & Sons".parse()?, true)
        .await?;
    let ada = Enrolled::at(&portal, ADA).await?.token;
    let require = json!({ "input": { "version": seen, "required": true } });
    for (document, variables) in [(UPDATE, rename(&seen, "Late")), (REQUIRE_MFA, require)] {
        let late = portal
            .answer_about(&acme, &ada, document, variables)
            .await?;
        assert_eq!(late["__typename"], "OrganizationChangedMeanwhile");
    }
    // A version is of one organization.
    let fresh = create(&portal, &ada, "Fresh").await?;
    let other = create(&portal, &ada, "Other").await?;
    let of_other = version(&portal, &other, &ada).await?;
    let crossed = portal
        .answer_about(&fresh, &ada, UPDATE, rename(&of_other, "Crossed"))
        .await?;
    assert_eq!(crossed["__typename"], "OrganizationChangedMeanwhile");
    Ok(())
}

#[rstest]
#[tokio::test(flavor = "multi_thread")]
async fn of_several_at_once_exactly_one_wins(
    #[values(Backend::Sqlite, Backend::Postgres)] backend: Backend,
) -> Tested {
    let portal = TestPortal::start(backend).await?;
    let (ada, grace) = (portal.sign_in(ADA).await?, portal.sign_in(GRACE).await?);
    let acme = in_view(&portal, &ada).await?;
    for round in 0..5 {
        let seen = version(&portal, &acme, &ada).await?;
        let (first, second) = (format!("Ada {round}"), format!("Grace {round}"));
        let (one, other) = tokio::join!(
            portal.answer_about(&acme, &ada, UPDATE, rename(&seen, &first)),
            portal.answer_about(&acme, &grace, UPDATE, rename(&seen, &second)),
        );
        let (one, other) = (one?, other?);
        let won = |answer: &Value| answer["__typename"] == "OrganizationUpdated";
        assert!(won(&one) != won(&other), "{one} {other}");
        let settings = portal
            .answer_about(&acme, &ada, SETTINGS, Value::Null)
            .await?;
        let winner = if won(&one) { first } else { second };
        assert_eq!(settings["name"], *winner);
    }
    Ok(())
}

#[rstest]
#[tokio::test]
async fn mfa_becomes_a_duty_of_all_and_is_lifted_again(
    #[values(Backend::Sqlite, Backend::Postgres)] backend: Backend,
) -> Tested {
    let portal = TestPortal::start(backend).await?;
    let ada = Enrolled::at(&portal, ADA).await?.token;
    let mei = portal.sign_in(MEI).await?;
    let acme = in_view(&portal, &ada).await?;
    let devices = "{ devices { data { id } } }";
    for required in [true, false] {
        let seen = version(&portal, &acme, &ada).await?;
        let input = json!({ "input": { "version": seen, "required": required } });
        let set = portal.answer_about(&acme, &ada, REQUIRE_MFA, input).await?;
        let organization = &set["viewer"]["organization"];
        assert_eq!(organization["mfaRequiredSince"].is_string(), required);
        assert_eq!(set["settings"]["mfaRequiredSince"].is_string(), required);
        let answer = portal.ask_about(&acme, &mei, devices, Value::Null).await?;
        let expected = required.then_some("MFA_ENROLLMENT_REQUIRED");
        assert_eq!(code(&answer), expected);
    }
    // Sensitive: not after five minutes.
    portal.clock.advance(std::time::Duration::from_secs(5 * 60));
    let seen = version(&portal, &acme, &ada).await?;
    let input = json!({ "input": { "version": seen, "required": true } });
    let answer = portal.ask_about(&acme, &ada, REQUIRE_MFA, input).await?;
    assert_eq!(code(&answer), Some("CONFIRMATION_REQUIRED"));
    Ok(())
}

/// What one request does first counts for what it does next.
#[rstest]
#[tokio::test]
async fn roles_given_up_are_gone_for_the_rest_of_the_request(
    #[values(Backend::Sqlite, Backend::Postgres)] backend: Backend,
) -> Tested {
    let portal = TestPortal::start(backend).await?;
    let (ada, grace) = (portal.sign_in(ADA).await?, portal.sign_in(GRACE).await?);
    let fresh = create(&portal, &ada, "Fresh").await?;
    add(&portal, &fresh, &ada, GRACE, &["ADMIN"]).await?;
    let seen = version(&portal, &fresh, &ada).await?;
    let document = "mutation ($change: ChangeMemberRolesInput!, $update: UpdateOrganizationInput!,
        $add: AddMemberInput!) { changeMemberRoles(input: $change) { __typename }
        addMember(input: $add) { __typename } updateOrganization(input: $update) { __typename } }";
    let variables = json!({
        "change": { "member": id_of(&portal, GRACE).await?, "from": ["ADMIN"], "roles": ["CHART_EDITOR"] },
        "add": { "email": LINUS, "roles": ["ADMIN"] },
        "update": { "version": seen, "name": "Taken", "picture": {} },
    });
    let answer = portal
        .ask_about(&fresh, &grace, document, variables)
        .await?;
    assert_eq!(code(&answer), Some("FORBIDDEN"), "{answer}");
    assert_eq!(version(&portal, &fresh, &ada).await?, seen);
    let members = portal
        .answer_about(
            &fresh,
            &ada,
            "{ members { total data { roles } } }",
            Value::Null,
        )
        .await?;
    assert_eq!(members["total"], 2);
    Ok(())
}
