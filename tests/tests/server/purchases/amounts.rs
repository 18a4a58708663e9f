//! What is sold, and what an amount of one's own costs.

use portal_server::domain::Plan;
use portal_server::payments::PaymentsConfig;
use rstest::rstest;
use serde_json::{Value, json};

use super::{Shop, of_amount};
use crate::support::{Backend, MEI, Settings, Tested, field};

const PRICE: &str = "query ($credits: String!) { creditPrice(credits: $credits) { __typename
    ... on CreditAmountPriced { credits price currency } ... on CreditAmountRefused { reason } } }";

const OFFERS: &str = "{ creditOffers { currency packs { credits price pricePerCredit }
    ownAmount { pricePerCredit least most } } }";

#[rstest]
#[tokio::test]
async fn packs_are_shown_to_those_who_see_the_credits(
    #[values(Backend::Sqlite, Backend::Postgres)] backend: Backend,
) -> Tested {
    let shop = Shop::new(backend).await?;
    let offers = field("creditOffers", shop.ask(OFFERS, Value::Null).await?)?;
    let expected = json!({
        "currency": "EUR",
        "packs": [
            { "credits": "1000.000", "price": "15.00", "pricePerCredit": "0.015" },
            { "credits": "5000.000", "price": "70.00", "pricePerCredit": "0.014" },
            { "credits": "20000.000", "price": "260.00", "pricePerCredit": "0.013" },
            { "credits": "100000.000", "price": "1200.00", "pricePerCredit": "0.012" },
        ],
        "ownAmount": { "pricePerCredit": "0.016", "least": "100.000", "most": "50000.000" },
    });
    assert_eq!(offers, expected);
    let mei = shop.portal.sign_in(MEI).await?;
    let answer = shop.ask_as(&mei, OFFERS, Value::Null).await?;
    assert_eq!(field("creditOffers", answer)?, expected);

    let operator = &shop.portal.operator;
    operator.set_plan(&shop.selection, Plan::Team).await?;
    let answer = shop.ask(OFFERS, Value::Null).await?;
    assert_eq!(answer, json!({ "data": { "creditOffers": null } }));
    let answer = shop.ask(PRICE, json!({ "credits": "100" })).await?;
    assert_eq!(
        answer["data"]["creditPrice"]["__typename"],
        "CreditsUnavailable"
    );
    operator.set_plan(&shop.selection, Plan::Business).await?;
    for pack in shop.packs().await? {
        operator
            .remove_pack(super::text(&pack["id"])?.parse()?)
            .await?;
    }
    operator.sell_own_amounts(None).await?;
    let answer = shop.ask(OFFERS, Value::Null).await?;
    assert_eq!(answer, json!({ "data": { "creditOffers": null } }));
    let answer = shop.ask(PRICE, json!({ "credits": "100" })).await?;
    assert_eq!(
        answer["data"]["creditPrice"]["__typename"],
        "OwnAmountsUnavailable"
    );
    Ok(())
}

#[tokio::test]
async fn a_portal_that_takes_no_payments_sells_nothing() -> Tested {
    let settings = Settings {
        payments: Some(PaymentsConfig::None),
        ..Settings::default()
    };
    let shop = Shop::with(Backend::Sqlite, settings).await?;
    let answer = shop.ask(OFFERS, Value::Null).await?;
    assert_eq!(answer, json!({ "data": { "creditOffers": null } }));
    let answer = shop.ask(PRICE, json!({ "credits": "100" })).await?;
    assert_eq!(
        answer["data"]["creditPrice"]["__typename"],
        "PaymentsUnavailable"
    );
    let begun = shop.begin(of_amount("100", "1.60", "nothing")).await?;
    assert_eq!(begun["__typename"], "PaymentsUnavailable");
    let page = shop.portal.get("/checkout/anything").await?;
    assert_eq!(page.status(), 404);
    Ok(())
}

#[rstest]
#[tokio::test]
async fn amounts_cost_what_they_cost_to_the_coin_or_are_refused(
    #[values(Backend::Sqlite, Backend::Postgres)] backend: Backend,
) -> Tested {
    let shop = Shop::new(backend).await?;
    for (credits, priced) in [
        ("100", Some(("100.000", "1.60"))),
        (" 1000.5 ", Some(("1000.500", "16.01"))),
        ("100.001", Some(("100.001", "1.61"))),
        ("50000", Some(("50000.000", "800.00"))),
    ] {
        let answer = shop.ask(PRICE, json!({ "credits": credits })).await?;
        let told = field("creditPrice", answer)?;
        let expected = priced.map(|(credits, price)| {
            json!({ "__typename": "CreditAmountPriced", "credits": credits, "price": price,
                "currency": "EUR" })
        });
        assert_eq!(Some(told), expected, "{credits:?}");
    }
    for (credits, reason) in [
        ("0", "NOT_POSITIVE"),
        ("-100", "NOT_POSITIVE"),
        ("100.0001", "TOO_PRECISE"),
        ("1000000000000000", "TOO_LARGE"),
        ("many", "NOT_A_NUMBER"),
        ("", "NOT_A_NUMBER"),
        ("1e3", "NOT_A_NUMBER"),
        ("99.999", "BELOW_LEAST"),
        ("50000.001", "ABOVE_MOST"),
    ] {
        let refused = json!({ "__typename": "CreditAmountRefused", "reason": reason });
        let answer = shop.ask(PRICE, json!({ "credits": credits })).await?;
        assert_eq!(field("creditPrice", answer)?, refused, "{credits:?}");
        let begun = shop.begin(of_amount(credits, "1.60", "refused")).await?;
        assert_eq!(begun, refused, "{credits:?}");
    }
    assert!(shop.portal.operator.purchases(10).await?.is_empty());
    Ok(())
}
