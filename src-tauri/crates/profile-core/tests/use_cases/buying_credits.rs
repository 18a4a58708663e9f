//! Buying credits for the organization in view.

use profile_core::announcements::Announcement;
use profile_core::credit_purchases::{
    BeginPurchaseOutcome, CancelPurchaseOutcome, CreditAmountRefusal, CreditPriceOutcome,
    CreditPurchaseState, CreditWish, PaymentProvider,
};
use serde_json::json;

use crate::fake_organizations::{ACME, GLOBEX};
use crate::fake_portal::FakePortal;
use crate::machine::{Machine, announced};
use crate::organizations::switch;

pub(crate) fn pack() -> CreditWish {
    CreditWish {
        pack: Some("pack_1".into()),
        credits: None,
        price: "15.00".into(),
        currency: "EUR".into(),
    }
}

pub(crate) fn added() -> Announcement {
    Announcement::CreditsAdded {
        organization: "ACME Robotics".into(),
        credits: "1000.000".into(),
    }
}

#[tokio::test]
async fn what_is_sold_is_seen_and_priced() {
    let (machine, portal) = (Machine::new(), FakePortal::start().await);
    let app = machine.signed_in(&portal).await;
    let offers = app.credit_offers().await.unwrap().unwrap();
    assert_eq!((offers.packs.len(), &*offers.packs[0].price), (1, "15.00"));
    assert_eq!(offers.own_amount.unwrap().least, "100.000");
    let priced = app.credit_price("100").await.unwrap();
    assert!(matches!(priced, CreditPriceOutcome::Priced { price, .. } if price == "1.60"));
    let reason = CreditAmountRefusal::BelowLeast;
    let refused = app.credit_price("1").await.unwrap();
    assert_eq!(refused, CreditPriceOutcome::Refused { reason });
}

#[tokio::test]
async fn a_purchase_is_paid_in_the_browser_and_what_comes_of_it_is_announced_once_wherever_one_is()
{
    let (machine, portal) = (Machine::new(), FakePortal::start().await);
    let app = machine.signed_in(&portal).await;
    let begun = app.begin_credit_purchase(pack()).await.unwrap();
    let BeginPurchaseOutcome::Begun { purchase, opened } = begun else {
        panic!("{begun:?}")
    };
    assert!(opened);
    assert_eq!(purchase.provider, Some(PaymentProvider::Sandbox));
    assert_eq!(machine.browser.opened().len(), 1);
    assert_eq!(
        machine.browser.opened()[0].as_str(),
        "https://pay.example/1"
    );

    switch(&app, GLOBEX).await;
    portal.account().organizations.get(ACME).purchases.state = "CREDITED";
    announced(&machine, added()).await;
    switch(&app, ACME).await;
    let purchase = app.credit_purchase("pur_1").await.unwrap().unwrap();
    assert_eq!(purchase.state, Some(CreditPurchaseState::Credited));
    let page = app.credit_purchases(None).await.unwrap();
    assert_eq!(page.purchases, [purchase]);
    let all = machine.notifier.shown().borrow().clone();
    assert_eq!(all.iter().filter(|it| **it == added()).count(), 1);
}

#[tokio::test]
async fn a_wish_that_is_not_answered_for_good_is_the_same_wish() {
    let (machine, portal) = (Machine::new(), FakePortal::start().await);
    let app = machine.signed_in(&portal).await;
    let away = json!({ "__typename": "PaymentProviderUnreachable", "message": "no" });
    portal.account().organizations.get(ACME).purchases.refusal = Some(away);
    for _ in 0..2 {
        let outcome = app.begin_credit_purchase(pack()).await.unwrap();
        assert_eq!(outcome, BeginPurchaseOutcome::ProviderUnreachable);
    }
    portal.account().organizations.get(ACME).purchases.refusal = None;
    app.begin_credit_purchase(pack()).await.unwrap();
    app.begin_credit_purchase(pack()).await.unwrap();
    let keys = portal
        .account()
        .organizations
        .get(ACME)
        .purchases
        .keys
        .clone();
    assert_eq!((&keys[0], &keys[0]), (&keys[1], &keys[2]));
    assert_ne!(keys[2], keys[3]);
}

#[tokio::test]
async fn refusals_are_outcomes_and_open_nothing() {
    let (machine, portal) = (Machine::new(), FakePortal::start().await);
    let app = machine.signed_in(&portal).await;
    let price = Some("16.00".to_owned());
    for (answer, expected) in [
        (
            json!({ "__typename": "CreditOfferChanged", "price": "16.00" }),
            BeginPurchaseOutcome::OfferChanged { price },
        ),
        (
            json!({ "__typename": "CreditAmountRefused", "reason": "ABOVE_MOST" }),
            BeginPurchaseOutcome::AmountRefused {
                reason: CreditAmountRefusal::AboveMost,
            },
        ),
        (
            json!({ "__typename": "PaymentsUnavailable", "message": "no" }),
            BeginPurchaseOutcome::Unavailable,
        ),
    ] {
        portal.account().organizations.get(ACME).purchases.refusal = Some(answer);
        assert_eq!(app.begin_credit_purchase(pack()).await.unwrap(), expected);
    }
    assert_eq!(machine.browser.opened(), []);
}

#[tokio::test]
async fn a_page_of_the_portal_itself_is_opened_where_the_portal_is() {
    let (machine, portal) = (Machine::new(), FakePortal::start().await);
    let app = machine.signed_in(&portal).await;
    portal.account().organizations.get(ACME).purchases.page = "/checkout/1".into();
    let begun = app.begin_credit_purchase(pack()).await.unwrap();
    assert!(matches!(
        begun,
        BeginPurchaseOutcome::Begun { opened: true, .. }
    ));
    let page = portal.origin().join("/checkout/1").unwrap();
    assert_eq!(machine.browser.opened(), [page]);
    // An address is opened only as the portal would have it in a path.
    portal.account().organizations.get(ACME).purchases.page = "//pay.example/1".into();
    assert!(!app.open_checkout("pur_1").await.unwrap());
}

#[tokio::test]
async fn what_is_given_up_is_not_announced_and_a_page_that_is_not_safe_is_not_opened() {
    let (machine, portal) = (Machine::new(), FakePortal::start().await);
    let app = machine.signed_in(&portal).await;
    portal.account().organizations.get(ACME).purchases.page = "file:///etc/passwd".into();
    let begun = app.begin_credit_purchase(pack()).await.unwrap();
    assert!(matches!(
        begun,
        BeginPurchaseOutcome::Begun { opened: false, .. }
    ));
    machine.browser.set_missing(true);
    portal.account().organizations.get(ACME).purchases.page = "https://pay.example/1".into();
    assert!(!app.open_checkout("pur_1").await.unwrap());
    assert_eq!(machine.browser.opened(), []);
    let before = machine.notifier.shown().borrow().len();
    let outcome = app.cancel_credit_purchase("pur_1").await.unwrap();
    assert!(matches!(outcome, CancelPurchaseOutcome::Cancelled { .. }));
    let outcome = app.cancel_credit_purchase("pur_1").await.unwrap();
    assert!(matches!(
        outcome,
        CancelPurchaseOutcome::NotCancelled { .. }
    ));
    assert_eq!(machine.notifier.shown().borrow().len(), before);
}

#[tokio::test]
async fn a_receipt_is_saved_under_its_name() {
    let (machine, portal) = (Machine::new(), FakePortal::start().await);
    let app = machine.signed_in(&portal).await;
    app.save_receipt("receipt R-1", "<html>".into())
        .await
        .unwrap();
    let saved = ("receipt R-1.html".to_owned(), "<html>".to_owned());
    assert_eq!(machine.saved(), [saved]);
}
