//! What an organization has, what it uses, and how long that lasts.

use std::time::Duration;

use anyhow::Result;
use portal_server::administration::OrganizationSelection;
use portal_server::domain::{CreditKind, Plan, Role, RoleSet};
use rstest::rstest;
use serde_json::{Value, json};

use super::Books;
use crate::support::{ADA, Backend, GRACE, LINUS, Tested, code};

const CREDITS: &str = "query ($zone: String!) { credits(timeZone: $zone) {
    balance usage { date credits } today estimate { days daily monthly daysLeft runsOutOn }
    recent { number kind amount balanceAfter at text reference actor } viewerCanBuy buyers } }";

const HOUR: Duration = Duration::from_secs(60 * 60);

async fn credits(books: &Books, token: &str, zone: &str) -> Result<Value> {
    books.answer(token, CREDITS, json!({ "zone": zone })).await
}

fn days(credits: &Value) -> Vec<(String, String)> {
    let days = credits["usage"].as_array().into_iter().flatten();
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    days.map(|day| (text(&day["date"]), text(&day["credits"])))
        .collect()
}

fn day(date: &str, credits: &str) -> (String, String) {
    (date.to_owned(), credits.to_owned())
}

#[rstest]
#[tokio::test]
async fn an_empty_ledger_has_nothing_to_estimate_from(
    #[values(Backend::Sqlite, Backend::Postgres)] backend: Backend,
) -> Tested {
    let books = Books::empty(backend).await?;
    let ada = books.portal.sign_in(ADA).await?;
    let empty = json!({ "balance": "0.000", "usage": [], "today": "0.000", "estimate": null,
        "recent": [], "viewerCanBuy": true, "buyers": [] });
    assert_eq!(credits(&books, &ada, "UTC").await?, empty);
    Ok(())
}

/// It is 08:00 in UTC on 2 March 2026: 13:45 in Kathmandu, and still the evening of 1 March in Honolulu.
#[rstest]
#[tokio::test]
async fn days_are_those_of_the_zone(
    #[values(Backend::Sqlite, Backend::Postgres)] backend: Backend,
) -> Tested {
    let books = Books::empty(backend).await?;
    books.moves(CreditKind::Grant, "1000", None).await?;
    // At 08:00, 18:00 and 18:20, of which the last is past midnight in Kathmandu, and at 08:00 three days later.
    books.moves(CreditKind::Usage, "1", None).await?;
    books.portal.clock.advance(10 * HOUR);
    books.moves(CreditKind::Usage, "10", None).await?;
    books.portal.clock.advance(HOUR / 3);
    books.moves(CreditKind::Usage, "100.005", None).await?;
    books
        .portal
        .clock
        .advance(71 * HOUR - 10 * HOUR - HOUR / 3 + HOUR);
    books.moves(CreditKind::Usage, "0.5", None).await?;

    let ada = books.portal.sign_in(ADA).await?;
    let in_utc = credits(&books, &ada, "UTC").await?;
    let expected = [
        day("2026-03-02", "111.005"),
        day("2026-03-03", "0.000"),
        day("2026-03-04", "0.000"),
    ];
    assert_eq!(days(&in_utc), expected);
    assert_eq!(
        (&in_utc["balance"], &in_utc["today"]),
        (&json!("888.495"), &json!("0.500"))
    );
    let estimate = json!({ "days": 3, "daily": "37.002", "monthly": "1110.050", "daysLeft": 24,
        "runsOutOn": "2026-03-29" });
    assert_eq!(in_utc["estimate"], estimate);

    let in_kathmandu = credits(&books, &ada, "Asia/Kathmandu").await?;
    let expected = [
        day("2026-03-02", "11.000"),
        day("2026-03-03", "100.005"),
        day("2026-03-04", "0.000"),
    ];
    assert_eq!(days(&in_kathmandu), expected);
    let in_honolulu = credits(&books, &ada, "Pacific/Honolulu").await?;
    let expected = [
        day("2026-03-01", "1.000"),
        day("2026-03-02", "110.005"),
        day("2026-03-03", "0.000"),
    ];
    assert_eq!(days(&in_honolulu), expected);

    let recent = in_utc["recent"].as_array().unwrap();
    let numbers: Vec<_> = recent
        .iter()
        .map(|it| it["number"].as_i64().unwrap())
        .collect();
    assert_eq!(numbers, [5, 4, 3, 2, 1]);
    let last = json!({ "number": 5, "kind": "USAGE", "amount": "-0.500", "balanceAfter": "888.495",
        "at": "2026-03-05T08:00:00Z", "text": "A test", "reference": "T-1", "actor": null });
    assert_eq!(recent[0], last);
    let nowhere = json!({ "zone": "Mars/Olympus" });
    let organization = books.organization.to_string();
    let answer = books
        .portal
        .ask_about(&organization, &ada, CREDITS, nowhere)
        .await?;
    assert_eq!(code(&answer), Some("BAD_INPUT"));
    Ok(())
}

#[rstest]
#[tokio::test]
async fn a_day_is_there_from_its_first_moment_on(
    #[values(Backend::Sqlite, Backend::Postgres)] backend: Backend,
) -> Tested {
    let books = Books::empty(backend).await?;
    books.moves(CreditKind::Grant, "10", None).await?;
    books.moves(CreditKind::Usage, "1", None).await?;
    books.portal.clock.advance(16 * HOUR);
    books.moves(CreditKind::Usage, "2", None).await?;
    let ada = books.portal.sign_in(ADA).await?;
    let seen = credits(&books, &ada, "UTC").await?;
    assert_eq!(days(&seen), [day("2026-03-02", "1.000")]);
    assert_eq!(
        (&seen["today"], &seen["estimate"]),
        (&json!("2.000"), &Value::Null)
    );
    Ok(())
}

#[rstest]
#[tokio::test]
async fn at_most_thirty_whole_days_count(
    #[values(Backend::Sqlite, Backend::Postgres)] backend: Backend,
) -> Tested {
    let books = Books::empty(backend).await?;
    books.moves(CreditKind::Grant, "1000", None).await?;
    books.moves(CreditKind::Usage, "500", None).await?;
    for _ in 0..31 {
        books.portal.clock.advance(24 * HOUR);
        books.moves(CreditKind::Usage, "2", None).await?;
    }
    let ada = books.portal.sign_in(ADA).await?;
    let seen = credits(&books, &ada, "Europe/Berlin").await?;
    assert_eq!(days(&seen).len(), 30);
    assert_eq!(days(&seen)[0], day("2026-03-03", "2.000"));
    assert_eq!(days(&seen)[29], day("2026-04-01", "2.000"));
    assert_eq!(seen["today"], "2.000");
    let estimate = json!({ "days": 30, "daily": "2.000", "monthly": "60.000", "daysLeft": 219,
        "runsOutOn": "2026-11-07" });
    assert_eq!(
        (&seen["estimate"], &seen["balance"]),
        (&estimate, &json!("438.000"))
    );
    Ok(())
}

#[rstest]
#[tokio::test]
async fn who_may_not_buy_reads_who_may(
    #[values(Backend::Sqlite, Backend::Postgres)] backend: Backend,
) -> Tested {
    let books = Books::empty(backend).await?;
    let operator = &books.portal.operator;
    let place = OrganizationSelection::Id(books.organization);
    let billing = RoleSet::granted([Role::BillingAdmin])?;
    let technician = RoleSet::granted([Role::DeviceTechnician])?;
    operator
        .set_roles(&place, &GRACE.parse()?, &billing)
        .await?;
    operator
        .set_roles(&place, &LINUS.parse()?, &technician)
        .await?;
    let seen = |who| {
        let books = &books;
        async move {
            let token = books.portal.sign_in(who).await?;
            let seen = credits(books, &token, "UTC").await?;
            anyhow::Ok((seen["viewerCanBuy"].clone(), seen["buyers"].clone()))
        }
    };
    assert_eq!(seen(ADA).await?, (json!(true), json!([])));
    assert_eq!(seen(GRACE).await?, (json!(true), json!([])));
    let names = json!(["Ada Lovelace", "Grace Hopper"]);
    assert_eq!(seen(LINUS).await?, (json!(false), names));
    Ok(())
}

#[rstest]
#[tokio::test]
async fn a_plan_without_credits_has_none(
    #[values(Backend::Sqlite, Backend::Postgres)] backend: Backend,
) -> Tested {
    const SEES: &str = "{ viewer { organization { viewerSeesCredits } } }";
    let books = Books::empty(backend).await?;
    let ada = books.portal.sign_in(ADA).await?;
    let place = OrganizationSelection::Id(books.organization);
    for (plan, has) in [
        (Plan::Free, false),
        (Plan::Team, false),
        (Plan::Business, true),
        (Plan::Enterprise, true),
    ] {
        books.portal.operator.set_plan(&place, plan).await?;
        assert_eq!(
            !credits(&books, &ada, "UTC").await?.is_null(),
            has,
            "{plan}"
        );
        let viewer = books.answer(&ada, SEES, Value::Null).await?;
        assert_eq!(viewer["organization"]["viewerSeesCredits"], has, "{plan}");
    }
    let viewer = RoleSet::granted([Role::ChartViewerOnly])?;
    books
        .portal
        .operator
        .set_roles(&place, &LINUS.parse()?, &viewer)
        .await?;
    let linus = books.portal.sign_in(LINUS).await?;
    let seen = books.answer(&linus, SEES, Value::Null).await?;
    assert_eq!(seen["organization"]["viewerSeesCredits"], false);
    Ok(())
}
