//! Telling people that credits run low.

use std::collections::BTreeSet;

use anyhow::{Context, Result};
use futures_util::future::try_join_all;
use portal_server::administration::OrganizationSelection;
use portal_server::domain::{CreditKind, Plan, Role, RoleSet};
use portal_server::store::{accounts, credit_thresholds, organizations};
use rstest::rstest;
use serde_json::{Value, json};

use super::{ACME, Books};
use crate::support::{ADA, Backend, GRACE, LINUS, Tested, code};

const SET: &str = "mutation ($threshold: String) { setCreditThreshold(input: { threshold: $threshold }) {
    __typename ... on CreditThresholdSet { threshold } ... on CreditThresholdRefused { reason maximum } } }";

const THRESHOLD: &str = "{ credits(timeZone: \"UTC\") { threshold } }";

const ALERTS: &str =
    "{ creditAlerts { organizationId organizationName threshold balance crossing } }";

impl Books {
    async fn set(&self, token: &str, threshold: Option<&str>) -> Result<Value> {
        self.answer(token, SET, json!({ "threshold": threshold }))
            .await
    }

    async fn threshold(&self, token: &str) -> Result<Value> {
        let credits = self.answer(token, THRESHOLD, Value::Null).await?;
        Ok(credits["threshold"].clone())
    }

    /// Threshold, balance and crossing of each alert that a person has.
    async fn alerts(&self, token: &str) -> Result<Vec<Value>> {
        let alerts = self.portal.answer(token, ALERTS, Value::Null).await?;
        let alerts = alerts.as_array().context("no list")?;
        Ok(alerts
            .iter()
            .map(|alert| json!([alert["threshold"], alert["balance"], alert["crossing"]]))
            .collect())
    }
}

fn set(threshold: Value) -> Value {
    json!({ "__typename": "CreditThresholdSet", "threshold": threshold })
}

#[rstest]
#[tokio::test]
async fn each_time_that_the_balance_falls_below_is_told_apart(
    #[values(Backend::Sqlite, Backend::Postgres)] backend: Backend,
) -> Tested {
    let books = Books::empty(backend).await?;
    let ada = books.portal.sign_in(ADA).await?;
    books.moves(CreditKind::Grant, "1200", None).await?;
    assert_eq!(books.set(&ada, Some("1000")).await?, set("1000.000".into()));
    assert_eq!(books.threshold(&ada).await?, "1000.000");
    books.moves(CreditKind::Usage, "200", None).await?;
    assert_eq!(
        books.alerts(&ada).await?,
        [] as [Value; 0],
        "at it is not below"
    );

    books.moves(CreditKind::Usage, "0.001", None).await?;
    let crossed = |balance: &str, crossing: u32| json!(["1000.000", balance, crossing]);
    assert_eq!(books.alerts(&ada).await?, [crossed("999.999", 3)]);
    books.moves(CreditKind::Usage, "12.499", None).await?;
    books.moves(CreditKind::Grant, "12.499", None).await?;
    assert_eq!(books.alerts(&ada).await?, [crossed("999.999", 3)]);
    // A request that comes again changes nothing.
    books.set(&ada, Some("1000.000")).await?;
    assert_eq!(books.alerts(&ada).await?, [crossed("999.999", 3)]);

    books.moves(CreditKind::Grant, "0.001", None).await?;
    assert_eq!(books.alerts(&ada).await?, [] as [Value; 0]);
    books.moves(CreditKind::Usage, "500", None).await?;
    assert_eq!(books.alerts(&ada).await?, [crossed("500.000", 7)]);
    let all = books.portal.answer(&ada, ALERTS, Value::Null).await?;
    assert_eq!(all[0]["organizationName"], "Fresh Books");
    assert_eq!(all[0]["organizationId"], books.organization.to_string());

    assert_eq!(books.set(&ada, None).await?, set(Value::Null));
    assert_eq!(books.set(&ada, None).await?, set(Value::Null));
    assert_eq!(books.threshold(&ada).await?, Value::Null);
    assert_eq!(books.alerts(&ada).await?, [] as [Value; 0]);
    books.verified().await?;
    Ok(())
}

#[rstest]
#[tokio::test]
async fn what_was_below_before_it_was_chosen_is_not_told(
    #[values(Backend::Sqlite, Backend::Postgres)] backend: Backend,
) -> Tested {
    let books = Books::empty(backend).await?;
    let ada = books.portal.sign_in(ADA).await?;
    // Also where there is no ledger yet.
    assert_eq!(books.set(&ada, Some("0.25")).await?, set("0.250".into()));
    books.moves(CreditKind::Grant, "100", None).await?;
    books.set(&ada, Some("150")).await?;
    books.moves(CreditKind::Usage, "50", None).await?;
    assert_eq!(books.alerts(&ada).await?, [] as [Value; 0]);
    books.set(&ada, Some("50")).await?;
    books.moves(CreditKind::Usage, "1", None).await?;
    assert_eq!(books.alerts(&ada).await?, [json!(["50.000", "49.000", 3])]);
    // Another threshold was not crossed yet.
    books.set(&ada, Some("60")).await?;
    assert_eq!(books.alerts(&ada).await?, [] as [Value; 0]);
    books.moves(CreditKind::Usage, "1", None).await?;
    assert_eq!(books.alerts(&ada).await?, [] as [Value; 0]);
    books.moves(CreditKind::Grant, "12", None).await?;
    books.moves(CreditKind::Usage, "10", None).await?;
    assert_eq!(books.alerts(&ada).await?, [json!(["60.000", "50.000", 6])]);
    Ok(())
}

#[rstest]
#[tokio::test]
async fn everybody_has_a_threshold_of_their_own(
    #[values(Backend::Sqlite, Backend::Postgres)] backend: Backend,
) -> Tested {
    let books = Books::empty(backend).await?;
    let operator = &books.portal.operator;
    let place = OrganizationSelection::Id(books.organization);
    for (who, role) in [(GRACE, Role::BillingAdmin), (LINUS, Role::DeviceTechnician)] {
        let roles = RoleSet::granted([role])?;
        operator.set_roles(&place, &who.parse()?, &roles).await?;
    }
    let people = try_join_all([ADA, GRACE, LINUS].map(|who| books.portal.sign_in(who))).await?;
    let [ada, grace, linus] = &people[..] else {
        anyhow::bail!("three people")
    };
    books.moves(CreditKind::Grant, "1000", None).await?;
    books.set(ada, Some("900")).await?;
    books.set(grace, Some("500")).await?;
    books.set(linus, Some("500.001")).await?;
    assert_eq!(books.threshold(grace).await?, "500.000");
    books.moves(CreditKind::Usage, "450", None).await?;
    assert_eq!(books.alerts(ada).await?, [json!(["900.000", "550.000", 2])]);
    assert_eq!(books.alerts(grace).await?, [] as [Value; 0]);
    // One transaction crosses what several people chose.
    books.moves(CreditKind::Usage, "50.001", None).await?;
    let at = "499.999";
    assert_eq!(books.alerts(ada).await?, [json!(["900.000", at, 2])]);
    assert_eq!(books.alerts(grace).await?, [json!(["500.000", at, 3])]);
    assert_eq!(books.alerts(linus).await?, [json!(["500.001", at, 3])]);
    books.moves(CreditKind::Grant, "0.001", None).await?;
    assert_eq!(books.alerts(grace).await?, [] as [Value; 0]);
    assert_eq!(books.alerts(linus).await?.len(), 1);

    // Each organization counts for itself, whichever is in view.
    let fresh = books.organization;
    let found = organizations::shared_by_name(books.portal.store.read(), ACME).await?;
    let mut acme = books;
    acme.organization = found.first().context("no organization")?.id;
    acme.selection = OrganizationSelection::Id(acme.organization);
    let balance = acme.balance().await?;
    acme.set(ada, Some(&balance.to_string())).await?;
    assert_eq!(acme.alerts(ada).await?.len(), 1);
    let used = acme.moves(CreditKind::Usage, "1", None).await?;
    let alerts = acme.portal.answer(ada, ALERTS, Value::Null).await?;
    let told: BTreeSet<_> = alerts
        .as_array()
        .into_iter()
        .flatten()
        .map(|alert| {
            let crossing = alert["crossing"].as_i64().unwrap_or_default();
            (alert["organizationId"].to_string(), crossing)
        })
        .collect();
    let quoted = |id: uuid::Uuid| json!(id.to_string()).to_string();
    let expected = [(quoted(fresh), 2), (quoted(acme.organization), used.number)];
    assert_eq!(told, BTreeSet::from(expected));
    Ok(())
}

#[rstest]
#[tokio::test]
async fn what_is_no_amount_is_refused_and_the_one_before_stays(
    #[values(Backend::Sqlite, Backend::Postgres)] backend: Backend,
) -> Tested {
    let books = Books::empty(backend).await?;
    let ada = books.portal.sign_in(ADA).await?;
    let most = "1000000000000";
    let written = json!("1000000000000.000");
    assert_eq!(books.set(&ada, Some(most)).await?, set(written.clone()));
    for (text, reason) in [
        ("0", "NOT_POSITIVE"),
        ("-1", "NOT_POSITIVE"),
        ("0.0001", "TOO_PRECISE"),
        ("1000000000000.001", "TOO_LARGE"),
        ("1000000000000000", "TOO_LARGE"),
        ("a thousand", "NOT_A_NUMBER"),
        ("1,000", "NOT_A_NUMBER"),
        ("", "NOT_A_NUMBER"),
    ] {
        let refused = json!({ "__typename": "CreditThresholdRefused", "reason": reason,
            "maximum": written });
        assert_eq!(books.set(&ada, Some(text)).await?, refused, "{text}");
    }
    assert_eq!(books.threshold(&ada).await?, written);
    Ok(())
}

#[rstest]
#[tokio::test]
async fn who_does_not_see_the_credits_is_not_told_of_them(
    #[values(Backend::Sqlite, Backend::Postgres)] backend: Backend,
) -> Tested {
    let books = Books::empty(backend).await?;
    let operator = &books.portal.operator;
    let place = OrganizationSelection::Id(books.organization);
    let linus_as = |role| {
        let place = &place;
        async move {
            let roles = RoleSet::granted([role])?;
            anyhow::Ok(operator.set_roles(place, &LINUS.parse()?, &roles).await?)
        }
    };
    linus_as(Role::DeviceTechnician).await?;
    let linus = books.portal.sign_in(LINUS).await?;
    books.moves(CreditKind::Grant, "10", None).await?;
    books.set(&linus, Some("5")).await?;
    books.moves(CreditKind::Usage, "6", None).await?;
    let told = [json!(["5.000", "4.000", 2])];
    assert_eq!(books.alerts(&linus).await?, told);

    linus_as(Role::ChartViewerOnly).await?;
    assert_eq!(books.alerts(&linus).await?, [] as [Value; 0]);
    let organization = books.organization.to_string();
    let refused = books
        .portal
        .ask_about(&organization, &linus, SET, json!({ "threshold": "1" }))
        .await?;
    assert_eq!(code(&refused), Some("FORBIDDEN"));
    linus_as(Role::DeviceTechnician).await?;
    assert_eq!(books.alerts(&linus).await?, told);

    operator.set_plan(&place, Plan::Team).await?;
    assert_eq!(books.alerts(&linus).await?, [] as [Value; 0]);
    let unavailable = json!({ "__typename": "CreditsUnavailable" });
    assert_eq!(books.set(&linus, Some("1")).await?, unavailable);
    assert_eq!(books.set(&linus, None).await?, unavailable);
    operator.set_plan(&place, Plan::Business).await?;
    assert_eq!(books.alerts(&linus).await?, told);

    operator.require_mfa(&place, true).await?;
    assert_eq!(books.alerts(&linus).await?, [] as [Value; 0]);
    operator.require_mfa(&place, false).await?;
    assert_eq!(books.alerts(&linus).await?, told);

    operator.remove_member(&place, &LINUS.parse()?).await?;
    assert_eq!(books.alerts(&linus).await?, [] as [Value; 0]);
    Ok(())
}

#[rstest]
#[tokio::test(flavor = "multi_thread")]
async fn one_of_many_at_a_time_crosses(
    #[values(Backend::Sqlite, Backend::Postgres)] backend: Backend,
) -> Tested {
    let books = Books::empty(backend).await?;
    let ada = books.portal.sign_in(ADA).await?;
    books.moves(CreditKind::Grant, "100", None).await?;
    books.set(&ada, Some("50")).await?;
    let spent = (0..80).map(|_| books.moves(CreditKind::Usage, "1", None));
    let set = (0..10).map(|_| books.set(&ada, Some("50")));
    tokio::try_join!(async { Ok(try_join_all(spent).await?) }, async {
        try_join_all(set).await
    },)?;
    // The fifty-first charge, after the grant.
    assert_eq!(books.alerts(&ada).await?, [json!(["50.000", "20.000", 52])]);
    books.verified().await?;
    Ok(())
}

#[rstest]
#[tokio::test]
async fn a_threshold_goes_with_its_organization(
    #[values(Backend::Sqlite, Backend::Postgres)] backend: Backend,
) -> Tested {
    let books = Books::empty(backend).await?;
    let ada = books.portal.sign_in(ADA).await?;
    books.moves(CreditKind::Grant, "10", None).await?;
    books.set(&ada, Some("5")).await?;
    books.moves(CreditKind::Usage, "6", None).await?;
    let database = books.portal.store.read();
    organizations::delete(database, books.organization).await?;
    assert_eq!(books.alerts(&ada).await?, [] as [Value; 0]);
    let account = accounts::by_email(database, &ADA.parse()?).await?;
    let account = account.context("no account")?.id;
    let left = credit_thresholds::of(database, books.organization, account).await?;
    assert_eq!(left, None);
    Ok(())
}
