//! Telling people that credits run low.

use std::slice::from_ref;

use anyhow::{Context, Result};
use futures_util::future::try_join_all;
use portal_server::administration::OrganizationSelection;
use portal_server::domain::{CreditKind, Plan, Role, RoleSet};
use portal_server::store::{accounts, credit_thresholds, organizations};
use rstest::rstest;
use serde_json::{Value, json};

use super::{ACME, Books};
use crate::status::{now, told_after};
use crate::support::{ADA, Backend, GRACE, LINUS, Tested, code};

const SET: &str = "mutation ($threshold: String) { setCreditThreshold(input: { threshold: $threshold }) {
    __typename ... on CreditThresholdSet { threshold } ... on CreditThresholdRefused { reason maximum } } }";

const THRESHOLD: &str = "{ credits(timeZone: \"UTC\") { threshold } }";

const NOTHING: [Value; 0] = [];

impl Books {
    async fn set(&self, token: &str, threshold: Option<&str>) -> Result<Value> {
        self.answer(token, SET, json!({ "threshold": threshold }))
            .await
    }

    async fn threshold(&self, token: &str) -> Result<Value> {
        let credits = self.answer(token, THRESHOLD, Value::Null).await?;
        Ok(credits["threshold"].clone())
    }
}

/// Somebody who is told of credits.
struct Listener {
    token: String,
    since: String,
}

impl Listener {
    async fn begin(books: &Books, email: &str) -> Result<Self> {
        let token = books.portal.sign_in(email).await?;
        let since = now(&books.portal, &token).await?;
        Ok(Self { token, since })
    }

    /// Threshold and balance of each time that they were told, as far as it may be told now.
    async fn told(&self, books: &Books) -> Result<Vec<Value>> {
        let told = told_after(&books.portal, &self.token, &self.since).await?;
        let low = told.iter().filter(|it| it["__typename"] == "CreditsLow");
        Ok(low
            .map(|update| json!([update["threshold"], update["balance"]]))
            .collect())
    }
}

fn set(threshold: Value) -> Value {
    json!({ "__typename": "CreditThresholdSet", "threshold": threshold })
}

#[rstest]
#[tokio::test]
async fn each_time_that_the_balance_falls_below_is_told_once(
    #[values(Backend::Sqlite, Backend::Postgres)] backend: Backend,
) -> Tested {
    let books = Books::empty(backend).await?;
    let listener = Listener::begin(&books, ADA).await?;
    let ada = &*listener.token;
    books.moves(CreditKind::Grant, "1200", None).await?;
    assert_eq!(books.set(ada, Some("1000")).await?, set("1000.000".into()));
    assert_eq!(books.threshold(ada).await?, "1000.000");
    books.moves(CreditKind::Usage, "200", None).await?;
    assert_eq!(listener.told(&books).await?, NOTHING, "at it is not below");

    books.moves(CreditKind::Usage, "0.001", None).await?;
    let first = json!(["1000.000", "999.999"]);
    assert_eq!(listener.told(&books).await?, from_ref(&first));
    books.moves(CreditKind::Usage, "12.499", None).await?;
    books.moves(CreditKind::Grant, "12.499", None).await?;
    // A request that comes again changes nothing.
    books.set(ada, Some("1000.000")).await?;
    books.moves(CreditKind::Grant, "0.001", None).await?;
    assert_eq!(listener.told(&books).await?, from_ref(&first));
    books.moves(CreditKind::Usage, "500", None).await?;
    let both = [first, json!(["1000.000", "500.000"])];
    assert_eq!(listener.told(&books).await?, both);

    assert_eq!(books.set(ada, None).await?, set(Value::Null));
    assert_eq!(books.set(ada, None).await?, set(Value::Null));
    assert_eq!(books.threshold(ada).await?, Value::Null);
    books.moves(CreditKind::Grant, "600", None).await?;
    books.moves(CreditKind::Usage, "600", None).await?;
    assert_eq!(listener.told(&books).await?, both);
    books.verified().await?;
    Ok(())
}

#[rstest]
#[tokio::test]
async fn a_repeated_request_tells_nothing_again(
    #[values(Backend::Sqlite, Backend::Postgres)] backend: Backend,
) -> Tested {
    let books = Books::empty(backend).await?;
    let listener = Listener::begin(&books, ADA).await?;
    books.moves(CreditKind::Grant, "100", None).await?;
    books.set(&listener.token, Some("50")).await?;
    for _ in 0..3 {
        let key = Some("a key of this test");
        books.moves(CreditKind::Usage, "60", key).await?;
    }
    assert_eq!(listener.told(&books).await?, [json!(["50.000", "40.000"])]);
    Ok(())
}

#[rstest]
#[tokio::test]
async fn what_was_below_before_it_was_chosen_is_not_told(
    #[values(Backend::Sqlite, Backend::Postgres)] backend: Backend,
) -> Tested {
    let books = Books::empty(backend).await?;
    let listener = Listener::begin(&books, ADA).await?;
    let ada = &*listener.token;
    // Also where there is no ledger yet.
    assert_eq!(books.set(ada, Some("0.25")).await?, set("0.250".into()));
    books.moves(CreditKind::Grant, "100", None).await?;
    books.set(ada, Some("150")).await?;
    books.moves(CreditKind::Usage, "50", None).await?;
    assert_eq!(listener.told(&books).await?, NOTHING);
    books.set(ada, Some("50")).await?;
    books.moves(CreditKind::Usage, "1", None).await?;
    let first = json!(["50.000", "49.000"]);
    assert_eq!(listener.told(&books).await?, from_ref(&first));
    // Another threshold was not crossed yet.
    books.set(ada, Some("60")).await?;
    books.moves(CreditKind::Usage, "1", None).await?;
    assert_eq!(listener.told(&books).await?, from_ref(&first));
    books.moves(CreditKind::Grant, "12", None).await?;
    books.moves(CreditKind::Usage, "10", None).await?;
    let both = [first, json!(["60.000", "50.000"])];
    assert_eq!(listener.told(&books).await?, both);
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
    let people = [ADA, GRACE, LINUS].map(|who| Listener::begin(&books, who));
    let people = try_join_all(people).await?;
    let [ada, grace, linus] = &people[..] else {
        anyhow::bail!("three people")
    };
    books.moves(CreditKind::Grant, "1000", None).await?;
    books.set(&ada.token, Some("900")).await?;
    books.set(&grace.token, Some("500")).await?;
    books.set(&linus.token, Some("500.001")).await?;
    assert_eq!(books.threshold(&grace.token).await?, "500.000");
    books.moves(CreditKind::Usage, "450", None).await?;
    let first = json!(["900.000", "550.000"]);
    assert_eq!(ada.told(&books).await?, from_ref(&first));
    assert_eq!(grace.told(&books).await?, NOTHING);
    // One transaction crosses what several people chose.
    books.moves(CreditKind::Usage, "50.001", None).await?;
    let at = "499.999";
    assert_eq!(ada.told(&books).await?, from_ref(&first));
    assert_eq!(grace.told(&books).await?, [json!(["500.000", at])]);
    assert_eq!(linus.told(&books).await?, [json!(["500.001", at])]);

    // Each organization counts for itself, whichever is in view.
    let found = organizations::shared_by_name(books.portal.store.read(), ACME).await?;
    let mut acme = books;
    acme.organization = found.first().context("no organization")?.id;
    acme.selection = OrganizationSelection::Id(acme.organization);
    let balance = acme.balance().await?.to_string();
    acme.set(&ada.token, Some(&balance)).await?;
    acme.moves(CreditKind::Usage, "1", None).await?;
    let told = ada.told(&acme).await?;
    assert_eq!(told.len(), 2, "{told:?}");
    assert_eq!(told[1][0], balance);
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
    let linus = Listener::begin(&books, LINUS).await?;
    books.moves(CreditKind::Grant, "10", None).await?;
    books.set(&linus.token, Some("5")).await?;
    books.moves(CreditKind::Usage, "6", None).await?;
    let told = [json!(["5.000", "4.000"])];
    assert_eq!(linus.told(&books).await?, told);

    linus_as(Role::ChartViewerOnly).await?;
    assert_eq!(linus.told(&books).await?, NOTHING);
    let organization = books.organization.to_string();
    let threshold = json!({ "threshold": "1" });
    let refused = books
        .portal
        .ask_about(&organization, &linus.token, SET, threshold)
        .await?;
    assert_eq!(code(&refused), Some("FORBIDDEN"));
    linus_as(Role::DeviceTechnician).await?;
    assert_eq!(linus.told(&books).await?, told);

    operator.set_plan(&place, Plan::Team).await?;
    assert_eq!(linus.told(&books).await?, NOTHING);
    let unavailable = json!({ "__typename": "CreditsUnavailable" });
    assert_eq!(books.set(&linus.token, Some("1")).await?, unavailable);
    assert_eq!(books.set(&linus.token, None).await?, unavailable);
    operator.set_plan(&place, Plan::Business).await?;
    assert_eq!(linus.told(&books).await?, told);

    operator.require_mfa(&place, true).await?;
    assert_eq!(linus.told(&books).await?, NOTHING);
    operator.require_mfa(&place, false).await?;
    assert_eq!(linus.told(&books).await?, told);

    operator.remove_member(&place, &LINUS.parse()?).await?;
    assert_eq!(linus.told(&books).await?, NOTHING);
    Ok(())
}

#[rstest]
#[tokio::test(flavor = "multi_thread")]
async fn one_of_many_at_a_time_crosses(
    #[values(Backend::Sqlite, Backend::Postgres)] backend: Backend,
) -> Tested {
    let books = Books::empty(backend).await?;
    let listener = Listener::begin(&books, ADA).await?;
    let ada = &*listener.token;
    books.moves(CreditKind::Grant, "100", None).await?;
    books.set(ada, Some("50")).await?;
    let spent = (0..80).map(|_| books.moves(CreditKind::Usage, "1", None));
    let set = (0..10).map(|_| books.set(ada, Some("50")));
    tokio::try_join!(async { Ok(try_join_all(spent).await?) }, async {
        try_join_all(set).await
    },)?;
    assert_eq!(listener.told(&books).await?, [json!(["50.000", "49.000"])]);
    books.verified().await?;
    Ok(())
}

#[rstest]
#[tokio::test]
async fn a_threshold_goes_with_its_organization(
    #[values(Backend::Sqlite, Backend::Postgres)] backend: Backend,
) -> Tested {
    let books = Books::empty(backend).await?;
    let listener = Listener::begin(&books, ADA).await?;
    books.moves(CreditKind::Grant, "10", None).await?;
    books.set(&listener.token, Some("5")).await?;
    books.moves(CreditKind::Usage, "6", None).await?;
    let database = books.portal.store.read();
    organizations::delete(database, books.organization).await?;
    assert_eq!(listener.told(&books).await?, NOTHING);
    let account = accounts::by_email(database, &ADA.parse()?).await?;
    let account = account.context("no account")?.id;
    let left = credit_thresholds::of(database, books.organization, account).await?;
    assert_eq!(left, None);
    Ok(())
}
