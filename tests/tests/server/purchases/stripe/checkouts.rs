//! Checkouts at Stripe, from their beginning to their end.

use std::time::Duration;

use portal_server::domain::CreditKind;
use portal_server::payments::{Stripe, StripeConfig};
use portal_server::purchases::Purchases;
use portal_server::store::purchases;
use rstest::rstest;
use serde_json::{Value, json};
use tokio_util::sync::CancellationToken;
use uuid::Uuid;

use super::super::of_pack;
use super::{SECRET_KEY, StripeShop, WEBHOOK_SECRET};
use crate::support::{Backend, Tested};

#[rstest]
#[tokio::test]
async fn a_purchase_is_paid_at_stripe(
    #[values(Backend::Sqlite, Backend::Postgres)] backend: Backend,
) -> Tested {
    let at = StripeShop::new(backend).await?;
    let begun = at.shop.pending("stripe").await?;
    assert_eq!(begun["provider"], "STRIPE");
    assert_eq!(begun["providerReference"], "cs_test_0001");
    assert_eq!(
        begun["checkoutUrl"],
        "https://checkout.stripe.example/c/pay/cs_test_0001"
    );
    let id = begun["id"].as_str().unwrap_or_default();
    let expires_at = (at.now() + 61 * 60).to_string();
    let (done, left) = (
        at.shop.portal.url("/payments/done"),
        at.shop.portal.url("/payments/left"),
    );
    let form = at.stripe.form();
    let expected = [
        ("adaptive_pricing[enabled]", "false"),
        ("client_reference_id", id),
        ("metadata[purchase]", id),
        ("payment_intent_data[metadata][purchase]", id),
        ("mode", "payment"),
        ("success_url", &done),
        ("cancel_url", &left),
        ("expires_at", &expires_at),
        ("line_items[0][quantity]", "1"),
        ("line_items[0][price_data][currency]", "eur"),
        ("line_items[0][price_data][unit_amount]", "1500"),
        (
            "line_items[0][price_data][product_data][name]",
            "1,000 credits for ACME Robotics",
        ),
    ];
    for (name, value) in expected {
        assert_eq!(form.get(name).map(String::as_str), Some(value), "{name}");
    }
    assert_eq!(form.len(), expected.len(), "{form:?}");
    for request in at.stripe.requests().await {
        let version = request.headers.get("stripe-version");
        assert_eq!(
            version.map(|it| it.as_bytes()),
            Some(&b"2026-10-28.endive"[..])
        );
    }
    for (page, heading) in [(&done, "<h1>Thank you</h1>"), (&left, "<h1>Not paid</h1>")] {
        let page = at.shop.client.get(page).send().await?.text().await?;
        assert!(
            page.contains(heading) && page.contains("go back to the app"),
            "{page}"
        );
        assert!(!page.contains("test checkout"), "{page}");
    }
    let paid = at.stripe.pay(&begun);
    at.tell("checkout.session.completed", &paid).await?;
    let bought = at.shop.see(&begun["id"]).await?;
    assert_eq!(bought["state"], "CREDITED");
    assert_eq!(bought["providerReference"], "pi_of_cs_test_0001");

    let row = at.shop.row(&begun["id"]).await?;
    for _ in 0..2 {
        other(&at)?.refund(row.id).await?;
    }
    assert_eq!(at.stripe.refunds(), 1);
    assert_eq!(at.state(&begun).await?, "REFUNDED");
    // Stripe tells of it as well.
    let charge = json!({ "id": "ch_1", "amount": 1500, "currency": "eur", "refunded": true,
        "payment_intent": "pi_of_cs_test_0001", "metadata": {} });
    at.tell("charge.refunded", &charge).await?;
    assert_eq!(at.shop.booked(CreditKind::Refund).await?.len(), 1);
    at.shop.verified().await?;
    Ok(())
}

#[rstest]
#[tokio::test]
async fn a_refund_at_stripe_takes_the_credits_when_it_is_a_whole_one(
    #[values(Backend::Sqlite, Backend::Postgres)] backend: Backend,
) -> Tested {
    let at = StripeShop::new(backend).await?;
    let begun = at.shop.pending("stripe").await?;
    let paid = at.stripe.pay(&begun);
    at.tell("checkout.session.completed", &paid).await?;
    let mut charge = json!({ "id": "ch_1", "amount": 1500, "currency": "eur", "refunded": false,
        "payment_intent": paid["payment_intent"], "metadata": {} });
    at.tell("charge.refunded", &charge).await?;
    assert_eq!(at.state(&begun).await?, "CREDITED");
    charge["refunded"] = json!(true);
    at.tell("charge.refunded", &charge).await?;
    assert_eq!(at.state(&begun).await?, "REFUNDED");
    assert_eq!(at.shop.booked(CreditKind::Refund).await?.len(), 1);
    Ok(())
}

#[rstest]
#[tokio::test]
async fn nothing_is_lost_while_stripe_is_not_reached(
    #[values(Backend::Sqlite, Backend::Postgres)] backend: Backend,
) -> Tested {
    let at = StripeShop::new(backend).await?;
    let pack = at.shop.packs().await?.swap_remove(0);
    let input = of_pack(&pack, "unreached");
    at.stripe.is_down(true);
    for _ in 0..2 {
        let answer = at.shop.begin(input.clone()).await?;
        assert_eq!(answer["__typename"], "PaymentProviderUnreachable");
    }
    let open = "{ openCreditPurchases { state checkoutUrl } }";
    let open = at.shop.ask(open, Value::Null).await?;
    let created = json!([{ "state": "CREATED", "checkoutUrl": null }]);
    assert_eq!(open["data"]["openCreditPurchases"], created);
    at.stripe.is_down(false);
    let begun = at.shop.begin(input.clone()).await?;
    assert_eq!(begun["state"], "PENDING", "{begun}");
    assert_eq!(at.stripe.sessions().len(), 1);

    // Nobody asks for it again: a look is enough.
    at.stripe.is_down(true);
    let answer = at.shop.begin(of_pack(&pack, "unreached as well")).await?;
    assert_eq!(answer["__typename"], "PaymentProviderUnreachable");
    at.stripe.is_down(false);
    let open = "{ openCreditPurchases { id state checkoutUrl } }";
    let open = at.shop.ask(open, Value::Null).await?;
    let open = open["data"]["openCreditPurchases"].as_array();
    let mut open = open.into_iter().flatten();
    let other = open.find(|it| it["id"] != begun["id"]).unwrap();
    assert_eq!(other["state"], "PENDING");
    assert!(other["checkoutUrl"].is_string());
    let sessions = at.stripe.sessions();
    assert_eq!(sessions.len(), 2);
    assert_eq!(sessions[1]["client_reference_id"], other["id"]);

    // Stripe has the payment, and can't be asked.
    at.stripe.pay(&begun);
    at.stripe.is_down(true);
    assert_eq!(at.state(&begun).await?, "PENDING");
    at.stripe.is_down(false);
    // The webhook got lost, and it is found out all the same.
    assert_eq!(at.state(&begun).await?, "CREDITED");
    Ok(())
}

#[rstest]
#[tokio::test]
async fn what_is_given_up_or_late_is_ended_at_stripe_as_soon_as_it_is_reached(
    #[values(Backend::Sqlite, Backend::Postgres)] backend: Backend,
) -> Tested {
    let at = StripeShop::new(backend).await?;
    let given_up = at.shop.pending("given up").await?;
    let paid = at.shop.pending("paid").await?;
    let late = at.shop.pending("late").await?;
    at.stripe.is_down(true);
    let answer = at.shop.cancel(&given_up["id"]).await?;
    assert_eq!(answer["__typename"], "CreditPurchaseCancelled");
    at.stripe.is_down(false);
    at.stripe.pay(&paid);
    let answer = at.shop.cancel(&paid["id"]).await?;
    assert_eq!(answer["__typename"], "CreditPurchaseNotCancelled");
    assert_eq!(answer["purchase"]["state"], "CREDITED");
    at.shop.portal.clock.advance(Duration::from_secs(30 * 60));
    other(&at)?.look_at_all(&CancellationToken::new()).await?;
    for (purchase, state) in [(&given_up, "CANCELLED"), (&late, "EXPIRED")] {
        assert_eq!(at.stripe.session_of(purchase)["status"], "expired");
        assert_eq!(at.state(purchase).await?, state);
    }
    Ok(())
}

/// The portal was killed when the checkout was there, and before it noted it.
#[rstest]
#[tokio::test]
async fn a_purchase_finds_the_checkout_that_was_made_for_it(
    #[values(Backend::Sqlite, Backend::Postgres)] backend: Backend,
) -> Tested {
    let at = StripeShop::new(backend).await?;
    let begun = at.shop.pending("killed").await?;
    at.shop.pending("another").await?;
    at.shop.without_checkout(&begun["id"]).await?;
    let found = at.shop.see(&begun["id"]).await?;
    assert_eq!(found["state"], "PENDING");
    assert_eq!(found["checkoutUrl"], begun["checkoutUrl"]);
    assert_eq!(at.stripe.sessions().len(), 2);
    Ok(())
}

#[rstest]
#[tokio::test]
async fn a_purchase_that_stripe_does_not_know_or_does_not_tell_of_is_not_asked_about_for_good(
    #[values(Backend::Sqlite, Backend::Postgres)] backend: Backend,
) -> Tested {
    let at = StripeShop::new(backend).await?;
    let (missing, refused) = (
        at.shop.pending("missing").await?,
        at.shop.pending("refused").await?,
    );
    at.stripe.takes("sk_test_of_somebody_else");
    assert_eq!(at.state(&refused).await?, "PENDING");
    at.shop.portal.clock.advance(Duration::from_secs(30 * 60));
    // The key may be put right.
    assert_eq!(at.state(&refused).await?, "EXPIRED");
    assert!(!at.shop.row(&refused["id"]).await?.settled);
    at.stripe.takes(SECRET_KEY);
    at.stripe.forget();
    assert_eq!(at.state(&missing).await?, "EXPIRED");
    assert!(at.shop.row(&missing["id"]).await?.settled);

    at.stripe.takes("sk_test_of_somebody_else");
    let week = Duration::from_secs(7 * 24 * 60 * 60);
    at.shop.portal.clock.advance(week);
    let row = at.shop.row(&refused["id"]).await?;
    assert!(other(&at)?.refreshed(row).await?.settled);
    let unfinished = purchases::unfinished(at.shop.portal.store.read(), Uuid::nil(), 10).await?;
    assert!(unfinished.is_empty(), "{unfinished:?}");
    Ok(())
}

/// Such as a bank that takes days to answer, of whose answer nothing was heard.
#[rstest]
#[tokio::test]
async fn a_payment_that_is_declined_after_the_checkout_ends_the_purchase(
    #[values(Backend::Sqlite, Backend::Postgres)] backend: Backend,
) -> Tested {
    let at = StripeShop::new(backend).await?;
    for status in ["requires_payment_method", "canceled"] {
        let begun = at.shop.pending(status).await?;
        let unpaid = json!({ "payment_status": "unpaid" });
        at.stripe.complete(&begun, unpaid.clone(), "processing");
        assert_eq!(at.state(&begun).await?, "PENDING");
        at.shop.portal.clock.advance(Duration::from_secs(30 * 60));
        assert_eq!(at.state(&begun).await?, "PENDING");
        at.stripe.complete(&begun, unpaid, status);
        assert_eq!(at.state(&begun).await?, "DECLINED");
        assert!(at.shop.row(&begun["id"]).await?.settled);
    }
    Ok(())
}

#[rstest]
#[tokio::test]
async fn what_was_paid_in_place_of_what_was_asked_for_can_be_paid_back(
    #[values(Backend::Sqlite, Backend::Postgres)] backend: Backend,
) -> Tested {
    let at = StripeShop::new(backend).await?;
    for fields in [
        json!({ "amount_total": 1_499 }),
        json!({ "currency": "usd" }),
    ] {
        let begun = at.shop.pending(&fields.to_string()).await?;
        let mut fields = fields;
        fields["payment_status"] = json!("paid");
        at.stripe.complete(&begun, fields, "succeeded");
        assert_eq!(at.state(&begun).await?, "DECLINED");
        let row = at.shop.row(&begun["id"]).await?;
        assert!(row.settled);
        other(&at)?.refund(row.id).await?;
        assert_eq!(at.state(&begun).await?, "REFUNDED");
    }
    assert_eq!(at.stripe.refunds(), 2);
    assert!(at.shop.booked(CreditKind::Purchase).await?.is_empty());
    assert!(at.shop.booked(CreditKind::Refund).await?.is_empty());
    Ok(())
}

/// Another portal over the same data, at the same Stripe.
fn other(at: &StripeShop) -> anyhow::Result<Purchases> {
    let config = StripeConfig {
        secret_key: SECRET_KEY.into(),
        webhook_secret: WEBHOOK_SECRET.into(),
        api: at.stripe.address().parse()?,
    };
    let portal = &at.shop.portal;
    let stripe = std::sync::Arc::new(Stripe::new(config, String::new())?);
    Ok(Purchases::new(
        portal.store.clone(),
        portal.surroundings.clone(),
        Some(stripe),
    ))
}
