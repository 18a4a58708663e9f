//! What is sent as Stripe's word.

use std::time::Duration;

use futures_util::future::try_join_all;
use portal_server::domain::CreditKind;
use rstest::rstest;
use serde_json::{Value, json};

use super::super::Shop;
use super::{StripeShop, WEBHOOK_SECRET, event, signature};
use crate::support::{Backend, Tested};

#[rstest]
#[tokio::test]
async fn what_is_sent_a_hundred_times_is_credited_once(
    #[values(Backend::Sqlite, Backend::Postgres)] backend: Backend,
) -> Tested {
    let at = StripeShop::new(backend).await?;
    let (first, second) = (
        at.shop.pending("in a row").await?,
        at.shop.pending("at once").await?,
    );
    let body = event("checkout.session.completed", &at.stripe.pay(&first));
    let header = signature(&body, WEBHOOK_SECRET, at.now()).await?;
    for _ in 0..100 {
        assert_eq!(at.send(&body, Some(&header)).await?, 204);
    }
    let body = event("checkout.session.completed", &at.stripe.pay(&second));
    let header = signature(&body, WEBHOOK_SECRET, at.now()).await?;
    let at_once = (0..100).map(|_| at.send(&body, Some(&header)));
    let statuses = try_join_all(at_once).await?;
    assert!(statuses.iter().all(|status| *status == 204), "{statuses:?}");
    for purchase in [&first, &second] {
        assert_eq!(at.state(purchase).await?, "CREDITED");
    }
    assert_eq!(at.shop.booked(CreditKind::Purchase).await?.len(), 2);
    at.shop.verified().await?;
    Ok(())
}

#[tokio::test]
async fn what_is_not_signed_by_stripe_just_now_is_not_taken() -> Tested {
    let at = StripeShop::new(Backend::Sqlite).await?;
    let begun = at.shop.pending("signed").await?;
    let body = event("checkout.session.completed", &at.stripe.pay(&begun));
    let now = at.now();
    let right = signature(&body, WEBHOOK_SECRET, now).await?;
    let (time, digest) = right.split_once(",v1=").unwrap_or_default();
    let other = body.replace("1500", "1501");
    let spaced = format!("{body} ");
    for (what, sent, header) in [
        ("no signature", &body, None),
        ("nothing in it", &body, Some(String::new())),
        ("no time", &body, Some(format!("v1={digest}"))),
        ("two times", &body, Some(format!("{time},{right}"))),
        ("no digest", &body, Some(time.to_owned())),
        ("a digest of nothing", &body, Some(format!("{time},v1="))),
        ("no digits", &body, Some(format!("{time},v1=zz"))),
        (
            "cut short",
            &body,
            Some(format!("{time},v1={}", &digest[..62])),
        ),
        ("another scheme", &body, Some(format!("{time},v0={digest}"))),
        (
            "another time",
            &body,
            Some(format!("t={},v1={digest}", now - 1)),
        ),
        ("another body", &other, Some(right.clone())),
        ("a longer body", &spaced, Some(right.clone())),
        (
            "another secret",
            &body,
            Some(signature(&body, "whsec_of_somebody_else", now).await?),
        ),
        (
            "an hour old",
            &body,
            Some(signature(&body, WEBHOOK_SECRET, now - 3_600).await?),
        ),
        (
            "older than five minutes",
            &body,
            Some(signature(&body, WEBHOOK_SECRET, now - 301).await?),
        ),
        (
            "an hour ahead",
            &body,
            Some(signature(&body, WEBHOOK_SECRET, now + 3_600).await?),
        ),
    ] {
        assert_eq!(at.send(sent, header.as_deref()).await?, 400, "{what}");
    }
    assert!(at.shop.booked(CreditKind::Purchase).await?.is_empty());
    let large = "x".repeat(600 * 1024);
    assert_eq!(at.send(&large, Some(&right)).await?, 413);
    let nonsense = "{}";
    let header = signature(nonsense, WEBHOOK_SECRET, now).await?;
    assert_eq!(at.send(nonsense, Some(&header)).await?, 400);

    // While a secret is replaced there are two signatures.
    let both = format!("{time},v1={},v1={digest}", "0".repeat(64));
    at.shop.portal.clock.advance(Duration::from_secs(300));
    assert_eq!(at.send(&body, Some(&both)).await?, 204);
    assert_eq!(at.state(&begun).await?, "CREDITED");
    Ok(())
}

#[rstest]
#[tokio::test]
async fn stripe_may_tell_in_any_order(
    #[values(Backend::Sqlite, Backend::Postgres)] backend: Backend,
) -> Tested {
    let at = StripeShop::new(backend).await?;
    // It ended first, as far as was told, and was paid all the same.
    let begun = at.shop.pending("ended and paid").await?;
    let mut session = at.stripe.session_of(&begun);
    session["status"] = json!("expired");
    at.tell("checkout.session.expired", &session).await?;
    assert_eq!(at.state(&begun).await?, "EXPIRED");
    let intent = json!({ "id": "pi_1", "amount": 1500, "currency": "eur",
        "metadata": { "purchase": begun["id"] } });
    at.tell("payment_intent.succeeded", &intent).await?;
    assert_eq!(at.state(&begun).await?, "CREDITED");

    let begun = at.shop.pending("failed and paid").await?;
    let session = at.stripe.session_of(&begun);
    at.tell("checkout.session.completed", &session).await?;
    assert_eq!(at.state(&begun).await?, "PENDING");
    at.tell("checkout.session.async_payment_failed", &session)
        .await?;
    assert_eq!(at.state(&begun).await?, "DECLINED");
    let paid = at.stripe.pay(&begun);
    at.tell("checkout.session.async_payment_succeeded", &paid)
        .await?;
    assert_eq!(at.state(&begun).await?, "CREDITED");

    // Paid back before it was told to be paid.
    let begun = at.shop.pending("back").await?;
    let paid = at.stripe.pay(&begun);
    let charge = json!({ "id": "ch_1", "amount": 1500, "currency": "eur", "refunded": true,
        "payment_intent": paid["payment_intent"], "metadata": { "purchase": begun["id"] } });
    at.tell("charge.refunded", &charge).await?;
    at.tell("checkout.session.completed", &paid).await?;
    assert_eq!(at.state(&begun).await?, "REFUNDED");
    assert_eq!(at.shop.booked(CreditKind::Purchase).await?.len(), 2);

    // What is of no concern here is thanked for.
    let foreign = json!({ "id": "cs_9", "client_reference_id": "an order of somebody else" });
    at.tell("checkout.session.completed", &foreign).await?;
    at.tell("customer.created", &Value::Null).await?;
    let mut unknown = paid;
    unknown["client_reference_id"] = json!("00000000-0000-0000-0000-000000000007");
    at.tell("checkout.session.completed", &unknown).await?;
    let mut charge = json!({ "id": "ch_9", "amount": 1500, "currency": "eur", "refunded": true,
        "payment_intent": "pi_of_somebody_else", "metadata": null });
    at.tell("charge.refunded", &charge).await?;
    charge["payment_intent"] = Value::Null;
    at.tell("charge.refunded", &charge).await?;
    charge["metadata"] = json!({ "purchase": "00000000-0000-0000-0000-000000000007" });
    at.tell("charge.refunded", &charge).await?;
    let intent =
        json!({ "id": "pi_9", "amount": 1500, "currency": "eur", "metadata": Value::Null });
    at.tell("payment_intent.succeeded", &intent).await?;
    at.shop.verified().await?;
    Ok(())
}

#[tokio::test]
async fn a_portal_without_stripe_hears_nothing() -> Tested {
    let shop = Shop::new(Backend::Sqlite).await?;
    let url = shop.portal.url("/webhooks/stripe");
    assert_eq!(shop.client.post(url).send().await?.status(), 404);
    let page = shop.portal.get("/payments/done").await?;
    assert_eq!(page.status(), 404);
    Ok(())
}
