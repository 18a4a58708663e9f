//! Purchases of credits: where they are paid, and when the credits came.

use portal_client::{BeginPurchaseAnswer, CancelPurchaseAnswer, CreditWish, IdempotencyKey};
use rstest::rstest;
use serde_json::{Value, json};

use crate::support::{caller, portal_answering};

fn purchase(page: &str) -> Value {
    json!({
        "__typename": "CreditPurchase", "id": "pur_1", "state": "PENDING", "credits": "1000.000",
        "price": "15.00", "currency": "EUR", "pricePerCredit": "0.015", "checkoutUrl": page,
        "createdAt": "2026-11-23T12:00:00Z", "expiresAt": "2026-11-23T12:30:00Z",
        "creditedAt": "2026-11-23T12:05:00Z", "buyerName": "Ada Lovelace",
        "organizationName": "ACME Robotics", "receiptNumber": null, "provider": "SANDBOX",
        "providerReference": null,
    })
}

/// By whichever name the app reaches the portal, that is where its own pages are opened.
#[tokio::test]
async fn a_page_of_the_portal_is_where_the_portal_is_reached() {
    let page = || purchase("/checkout/1");
    let cancelled = json!({ "__typename": "CreditPurchaseCancelled", "purchase": page() });
    let (server, portal) = portal_answering(json!({
        "creditPurchase": page(), "openCreditPurchases": [page()], "beginCreditPurchase": page(),
        "creditPurchases": { "data": [page()], "cursor": null }, "cancelCreditPurchase": cancelled,
    }))
    .await;
    let whole = Some(format!("{}/checkout/1", server.uri()));

    let seen = portal.credit_purchase(caller(), "pur_1").await.unwrap();
    let seen = seen.unwrap();
    assert_eq!(seen.checkout_url, whole);
    assert_eq!(
        seen.credited_at,
        Some("2026-11-23T12:05:00Z".parse().unwrap())
    );
    let open = portal.open_credit_purchases(caller()).await.unwrap();
    assert_eq!(open[0].checkout_url, whole);
    let listed = portal.credit_purchases(caller(), 50, None).await.unwrap();
    assert_eq!(listed.data[0].checkout_url, whole);
    let wish = CreditWish {
        pack: Some("pack_1".to_owned()),
        credits: None,
        price: "15.00".to_owned(),
        currency: "EUR".to_owned(),
    };
    let key = IdempotencyKey::random();
    let begun = portal.begin_credit_purchase(caller(), &wish, &key).await;
    let BeginPurchaseAnswer::Begun(begun) = begun.unwrap() else {
        panic!("not begun");
    };
    assert_eq!(begun.checkout_url, whole);
    let cancelled = portal.cancel_credit_purchase(caller(), "pur_1").await;
    let CancelPurchaseAnswer::Cancelled(cancelled) = cancelled.unwrap() else {
        panic!("not cancelled");
    };
    assert_eq!(cancelled.checkout_url, whole);
}

#[rstest]
#[case("https://pay.example/1", Some("https://pay.example/1"))]
#[case("//pay.example/1", None)]
#[case("/\\pay.example/1", None)]
#[tokio::test]
async fn no_path_leads_elsewhere(#[case] page: &str, #[case] read: Option<&str>) {
    let answer = json!({ "creditPurchase": purchase(page) });
    let (_server, portal) = portal_answering(answer).await;
    let seen = portal.credit_purchase(caller(), "pur_1").await.unwrap();
    assert_eq!(seen.unwrap().checkout_url.as_deref(), read);
}
