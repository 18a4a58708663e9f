//! Giving up, and running out of time.

use std::time::Duration;

use portal_server::domain::CreditKind;
use portal_server::payments::SandboxAction;
use portal_server::store::purchases;
use rstest::rstest;
use serde_json::{Value, json};

use super::{Shop, of_pack, paid, text};
use crate::support::{Backend, Tested};

#[rstest]
#[tokio::test]
async fn a_purchase_that_is_given_up_can_not_be_paid(
    #[values(Backend::Sqlite, Backend::Postgres)] backend: Backend,
) -> Tested {
    let shop = Shop::new(backend).await?;
    let begun = shop.pending("given up").await?;
    let given_up = shop.cancel(&begun["id"]).await?;
    assert_eq!(given_up["__typename"], "CreditPurchaseCancelled");
    assert_eq!(given_up["purchase"]["state"], "CANCELLED");
    assert_eq!(given_up["purchase"]["checkoutUrl"], Value::Null);
    let page = shop.press(&begun, "pay").await?;
    assert!(page.contains("This checkout has ended"), "{page}");
    let again = shop.cancel(&begun["id"]).await?;
    assert_eq!(again["__typename"], "CreditPurchaseNotCancelled");
    assert_eq!(again["purchase"]["state"], "CANCELLED");
    assert!(shop.booked(CreditKind::Purchase).await?.is_empty());
    Ok(())
}

/// The payment was made, and the portal has not heard of it yet.
#[rstest]
#[tokio::test]
async fn what_was_paid_meanwhile_is_credited_and_not_given_up(
    #[values(Backend::Sqlite, Backend::Postgres)] backend: Backend,
) -> Tested {
    let shop = Shop::new(backend).await?;
    let begun = shop.pending("paid meanwhile").await?;
    let (_, token) = text(&begun["checkoutUrl"])?.rsplit_once('/').unwrap();
    let other = shop.other();
    let sandbox = other.sandbox().unwrap();
    assert!(sandbox.act(token, SandboxAction::Pay).await?);
    let answer = shop.cancel(&begun["id"]).await?;
    assert_eq!(answer["__typename"], "CreditPurchaseNotCancelled");
    assert_eq!(answer["purchase"]["state"], "CREDITED");
    assert_eq!(shop.booked(CreditKind::Purchase).await?.len(), 1);
    Ok(())
}

#[rstest]
#[tokio::test]
async fn nobody_pays_after_half_an_hour(
    #[values(Backend::Sqlite, Backend::Postgres)] backend: Backend,
) -> Tested {
    let shop = Shop::new(backend).await?;
    let begun = shop.pending("late").await?;
    shop.portal.clock.advance(Duration::from_secs(30 * 60 - 1));
    assert_eq!(shop.see(&begun["id"]).await?["state"], "PENDING");
    shop.portal.clock.advance(Duration::from_secs(1));
    let page = shop.press(&begun, "pay").await?;
    assert!(page.contains("This checkout has ended"), "{page}");
    let ended = shop.see(&begun["id"]).await?;
    assert_eq!(ended["state"], "EXPIRED");
    // A provider that took the money all the same has the last word.
    let row = shop.row(&begun["id"]).await?;
    shop.other().hear(row.id, paid(&row)).await?;
    assert_eq!(shop.see(&begun["id"]).await?["state"], "CREDITED");
    Ok(())
}

/// The portal was killed, or the provider not reached, before there was a checkout.
#[rstest]
#[tokio::test]
async fn a_purchase_without_a_checkout_gets_one_from_the_same_request_or_runs_out(
    #[values(Backend::Sqlite, Backend::Postgres)] backend: Backend,
) -> Tested {
    let shop = Shop::new(backend).await?;
    let pack = shop.packs().await?.swap_remove(0);
    let mut rows = Vec::new();
    for key in ["goes on", "runs out", "is given up"] {
        let begun = shop.begin(of_pack(&pack, key)).await?;
        rows.push(shop.without_checkout(&begun["id"]).await?);
    }
    let [first, second, third] = &*rows else {
        panic!("{rows:?}");
    };
    let seen = shop.see(&json!(first.id)).await?;
    assert_eq!(
        (&seen["state"], &seen["checkoutUrl"]),
        (&json!("CREATED"), &Value::Null)
    );
    let goes_on = shop.begin(of_pack(&pack, "goes on")).await?;
    assert_eq!(goes_on["id"], json!(first.id));
    shop.press(&goes_on, "pay").await?;
    assert_eq!(shop.see(&json!(first.id)).await?["state"], "CREDITED");

    let given_up = shop.cancel(&json!(third.id)).await?;
    assert_eq!(given_up["__typename"], "CreditPurchaseCancelled");
    shop.portal.clock.advance(Duration::from_secs(30 * 60));
    assert_eq!(shop.see(&json!(second.id)).await?["state"], "EXPIRED");
    let late = shop.begin(of_pack(&pack, "runs out")).await?;
    assert_eq!(late["state"], "EXPIRED");
    shop.other().look_at_all().await?;
    let unfinished = purchases::unfinished(shop.portal.store.read(), uuid::Uuid::nil(), 10).await?;
    assert!(unfinished.is_empty());
    Ok(())
}
