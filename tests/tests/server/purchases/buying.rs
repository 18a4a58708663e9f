//! Buying, from the review to the ledger.

use futures_util::future::try_join_all;
use portal_server::administration::PackToAdd;
use portal_server::domain::{CreditKind, Plan, Role, RoleSet};
use rstest::rstest;
use serde_json::{Value, json};

use super::{Shop, of_amount, of_pack, text};
use crate::support::{Backend, GRACE, Tested, code};

#[rstest]
#[tokio::test]
async fn what_is_paid_is_credited_with_a_receipt(
    #[values(Backend::Sqlite, Backend::Postgres)] backend: Backend,
    #[values("pay", "pay-twice")] button: &str,
) -> Tested {
    let shop = Shop::new(backend).await?;
    let before = shop.balance().await?;
    let begun = shop.pending("paid").await?;
    assert_eq!(begun["credits"], "1000.000");
    assert_eq!(begun["price"], "15.00");
    assert_eq!(begun["pricePerCredit"], "0.015");
    assert_eq!(begun["buyerName"], "Ada Lovelace");
    assert_eq!(begun["organizationName"], "ACME Robotics");
    assert_eq!(begun["provider"], "SANDBOX");
    for nothing in [
        "endedAt",
        "creditedAt",
        "transactionNumber",
        "receiptNumber",
    ] {
        assert_eq!(begun[nothing], Value::Null, "{nothing}");
    }
    let page = shop.press(&begun, button).await?;
    assert!(page.contains("<h1>Paid</h1>"), "{page}");
    let bought = shop.see(&begun["id"]).await?;
    assert_eq!(bought["state"], "CREDITED");
    assert_eq!(bought["checkoutUrl"], Value::Null);
    assert_eq!(bought["receiptNumber"], "R-000001");
    assert_eq!(bought["creditedAt"], bought["endedAt"]);
    assert!(bought["creditedAt"].is_string());
    assert!(text(&bought["providerReference"])?.starts_with("test-"));
    let booked = shop.booked(CreditKind::Purchase).await?;
    let [booked] = &*booked else {
        panic!("{booked:?}");
    };
    assert_eq!(bought["transactionNumber"], booked.number);
    assert_eq!(booked.text, "1,000 credits");
    assert_eq!(booked.reference.as_deref(), Some("R-000001"));
    assert_eq!(booked.actor_name.as_deref(), Some("Ada Lovelace"));
    assert_eq!(shop.balance().await?.0, before.0 + 1_000_000);
    shop.verified().await?;
    Ok(())
}

#[rstest]
#[tokio::test]
async fn an_amount_of_ones_own_is_bought(
    #[values(Backend::Sqlite, Backend::Postgres)] backend: Backend,
) -> Tested {
    let shop = Shop::new(backend).await?;
    let begun = shop.begin(of_amount("1000.5", "16.01", "own")).await?;
    assert_eq!(begun["credits"], "1000.500", "{begun}");
    shop.press(&begun, "pay").await?;
    let bought = shop.see(&begun["id"]).await?;
    assert_eq!(bought["state"], "CREDITED");
    assert_eq!(bought["price"], "16.01");
    assert_eq!(
        shop.booked(CreditKind::Purchase).await?[0].amount.0,
        1_000_500
    );
    Ok(())
}

#[rstest]
#[tokio::test]
async fn what_is_not_paid_is_not_credited(
    #[values(Backend::Sqlite, Backend::Postgres)] backend: Backend,
) -> Tested {
    let shop = Shop::new(backend).await?;
    let before = shop.balance().await?;
    for (button, heading, state) in [
        ("decline", "<h1>Payment declined</h1>", "DECLINED"),
        ("abandon", "<h1>Not paid</h1>", "EXPIRED"),
    ] {
        let begun = shop.pending(button).await?;
        let page = shop.press(&begun, button).await?;
        assert!(page.contains(heading), "{page}");
        let ended = shop.see(&begun["id"]).await?;
        assert_eq!(ended["state"], state);
        assert!(ended["endedAt"].is_string());
        assert_eq!(ended["checkoutUrl"], Value::Null);
        // What has ended can't be paid any more.
        let page = shop.press(&begun, "pay").await?;
        assert!(page.contains("This checkout has ended"), "{page}");
        assert_eq!(shop.see(&begun["id"]).await?["state"], state);
    }
    assert_eq!(shop.balance().await?, before);
    Ok(())
}

#[rstest]
#[tokio::test]
async fn nobody_pays_another_price_than_they_saw(
    #[values(Backend::Sqlite, Backend::Postgres)] backend: Backend,
) -> Tested {
    let shop = Shop::new(backend).await?;
    let pack = shop.packs().await?.swap_remove(0);
    let now = json!({ "__typename": "CreditOfferChanged", "credits": "1000.000", "price": "15.00",
        "currency": "EUR" });
    for (field, seen) in [
        ("price", "14.99"),
        ("price", "15.001"),
        ("price", "nothing"),
        ("price", "-15.00"),
        ("currency", "USD"),
        ("currency", "euro"),
    ] {
        let mut input = of_pack(&pack, "changed");
        input[field] = json!(seen);
        assert_eq!(shop.begin(input).await?, now, "{field} {seen:?}");
    }
    let changed = shop.begin(of_amount("100", "1.50", "changed")).await?;
    assert_eq!(changed["price"], "1.60", "{changed}");

    let operator = &shop.portal.operator;
    operator.remove_pack(text(&pack["id"])?.parse()?).await?;
    operator.sell_own_amounts(None).await?;
    let gone = json!({ "__typename": "CreditOfferChanged", "credits": null, "price": null,
        "currency": null });
    assert_eq!(shop.begin(of_pack(&pack, "gone")).await?, gone);
    assert_eq!(shop.begin(of_amount("100", "1.60", "gone")).await?, gone);
    assert!(operator.purchases(10).await?.is_empty());

    // Whoever has seen the price pays that, whatever happens to the offer then.
    let begun = shop.pending("seen").await?;
    let second = shop.packs().await?.swap_remove(0);
    operator.remove_pack(text(&second["id"])?.parse()?).await?;
    shop.press(&begun, "pay").await?;
    assert_eq!(shop.see(&begun["id"]).await?["state"], "CREDITED");
    Ok(())
}

#[rstest]
#[tokio::test]
async fn one_request_is_one_purchase(
    #[values(Backend::Sqlite, Backend::Postgres)] backend: Backend,
) -> Tested {
    let shop = Shop::new(backend).await?;
    let pack = shop.packs().await?.swap_remove(0);
    let input = of_pack(&pack, "once");
    let at_once = (0..50).map(|_| shop.begin(input.clone()));
    let begun = try_join_all(at_once).await?;
    assert!(
        begun.iter().all(|it| it["id"] == begun[0]["id"]),
        "{begun:?}"
    );
    let begun = shop.begin(input.clone()).await?;
    assert_eq!(begun["state"], "PENDING");
    assert_eq!(shop.portal.operator.purchases(10).await?.len(), 1);
    shop.press(&begun, "pay").await?;
    // The answer is the purchase as it is by now, also when the pack is gone.
    let operator = &shop.portal.operator;
    operator.remove_pack(text(&pack["id"])?.parse()?).await?;
    let again = shop.begin(input.clone()).await?;
    assert_eq!(
        (&again["id"], &again["state"]),
        (&begun["id"], &json!("CREDITED"))
    );

    let mut other = input.clone();
    other["price"] = json!("15.01");
    assert_eq!(
        shop.begin(other).await?["__typename"],
        "IdempotencyKeyReused"
    );
    let mut short = input.clone();
    short["idempotencyKey"] = json!("short");
    let mut both = input.clone();
    both["credits"] = json!("100");
    let mut neither = input;
    neither["packId"] = Value::Null;
    for input in [short, both, neither] {
        let answer = shop.begin_as(&shop.token, input).await?;
        assert_eq!(code(&answer), Some("BAD_INPUT"), "{answer}");
    }
    Ok(())
}

#[rstest]
#[tokio::test]
async fn who_may_no_longer_buy_begins_nothing_and_what_they_paid_is_credited(
    #[values(Backend::Sqlite, Backend::Postgres)] backend: Backend,
) -> Tested {
    let shop = Shop::new(backend).await?;
    let grace = shop.portal.sign_in(GRACE).await?;
    let pack = shop.packs().await?.swap_remove(0);
    let begun = shop.begin_as(&grace, of_pack(&pack, "before")).await?;
    let begun = &begun["data"]["beginCreditPurchase"];
    assert_eq!(begun["buyerName"], "Grace Hopper");
    let roles = RoleSet::granted([Role::ChartEditor])?;
    let operator = &shop.portal.operator;
    operator
        .set_roles(&shop.selection, &GRACE.parse()?, &roles)
        .await?;
    for key in ["before", "after"] {
        let answer = shop.begin_as(&grace, of_pack(&pack, key)).await?;
        assert_eq!(code(&answer), Some("FORBIDDEN"), "{answer}");
    }
    shop.press(begun, "pay").await?;
    assert_eq!(shop.see(&begun["id"]).await?["state"], "CREDITED");
    assert_eq!(operator.purchases(10).await?.len(), 1);
    Ok(())
}

#[rstest]
#[tokio::test]
async fn what_is_paid_after_the_plan_changed_waits_for_it_or_is_paid_back(
    #[values(Backend::Sqlite, Backend::Postgres)] backend: Backend,
) -> Tested {
    let shop = Shop::new(backend).await?;
    let before = shop.balance().await?;
    let (first, second) = (shop.pending("first").await?, shop.pending("second").await?);
    let pack = shop.packs().await?.swap_remove(0);
    let operator = &shop.portal.operator;
    operator.set_plan(&shop.selection, Plan::Team).await?;
    let refused = shop.begin(of_pack(&pack, "later")).await?;
    assert_eq!(refused["__typename"], "CreditsUnavailable");
    for purchase in [&first, &second] {
        shop.press(purchase, "pay").await?;
        assert_eq!(shop.see(&purchase["id"]).await?["state"], "PAID");
    }
    assert_eq!(shop.balance().await?, before);
    let row = shop.row(&first["id"]).await?;
    shop.other().refund(row.id).await?;
    assert_eq!(shop.see(&first["id"]).await?["state"], "REFUNDED");
    assert!(shop.booked(CreditKind::Refund).await?.is_empty());
    operator.set_plan(&shop.selection, Plan::Enterprise).await?;
    let credited = shop.see(&second["id"]).await?;
    assert_eq!(credited["state"], "CREDITED");
    // A receipt that was not given has no number.
    assert_eq!(credited["receiptNumber"], "R-000001");
    assert_eq!(shop.balance().await?.0, before.0 + 1_000_000);
    Ok(())
}

#[rstest]
#[tokio::test]
async fn all_that_is_sold_has_one_currency(
    #[values(Backend::Sqlite, Backend::Postgres)] backend: Backend,
) -> Tested {
    let shop = Shop::new(backend).await?;
    let operator = &shop.portal.operator;
    for pack in shop.packs().await? {
        operator.remove_pack(text(&pack["id"])?.parse()?).await?;
    }
    operator.sell_own_amounts(None).await?;
    let pack = |currency: &str| {
        anyhow::Ok(PackToAdd {
            credits: "10".parse()?,
            price: "1".to_owned(),
            currency: currency.parse()?,
        })
    };
    let mut packs = Vec::new();
    for number in 0..20 {
        packs.push(pack(["EUR", "USD"][number % 2])?);
    }
    let added = packs.into_iter().map(|pack| operator.add_pack(pack));
    let added = futures_util::future::join_all(added).await;
    assert_eq!(added.iter().filter(|added| added.is_ok()).count(), 10);
    Ok(())
}
