//! Giving up, and running out of time.

use std::time::Duration;

use portal_server::domain::{CreditKind, PurchaseState};
use portal_server::payments::SandboxAction;
use portal_server::purchases::Purchases;
use portal_server::store::purchases;
use rstest::rstest;
use sea_orm::ConnectionTrait;
use serde_json::{Value, json};
use tokio_util::sync::CancellationToken;

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
async fn a_purchase_without_a_checkout_gets_one_or_runs_out(
    #[values(Backend::Sqlite, Backend::Postgres)] backend: Backend,
) -> Tested {
    let shop = Shop::new(backend).await?;
    let pack = shop.packs().await?.swap_remove(0);
    let mut rows = Vec::new();
    for key in [
        "goes on",
        "is looked at",
        "is found",
        "runs out",
        "is given up",
    ] {
        let begun = shop.begin(of_pack(&pack, key)).await?;
        rows.push(shop.without_checkout(&begun["id"]).await?);
    }
    let [asked_again, looked_at, found, late, given_up] = &*rows else {
        panic!("{rows:?}");
    };
    let goes_on = shop.begin(of_pack(&pack, "goes on")).await?;
    assert_eq!(goes_on["id"], json!(asked_again.id));
    let seen = shop.see(&json!(looked_at.id)).await?;
    // Whoever began it may still be at it.
    let going_on = CancellationToken::new();
    shop.other().look_at_all(&going_on).await?;
    let found = json!(found.id);
    assert_eq!(shop.row(&found).await?.state, PurchaseState::Created);
    let stopped = shop.cancel(&json!(given_up.id)).await?;
    assert_eq!(stopped["__typename"], "CreditPurchaseCancelled");
    shop.portal.clock.advance(Duration::from_secs(20));
    shop.other().look_at_all(&going_on).await?;
    assert_eq!(shop.row(&found).await?.state, PurchaseState::Pending);
    for purchase in [&goes_on, &seen, &shop.see(&found).await?] {
        assert_eq!(purchase["state"], "PENDING");
        shop.press(purchase, "pay").await?;
        assert_eq!(shop.see(&purchase["id"]).await?["state"], "CREDITED");
    }

    let late = shop.without_checkout(&json!(late.id)).await?;
    shop.portal.clock.advance(Duration::from_secs(30 * 60));
    assert_eq!(shop.see(&json!(late.id)).await?["state"], "EXPIRED");
    let asked_again = shop.begin(of_pack(&pack, "runs out")).await?;
    assert_eq!(asked_again["state"], "EXPIRED");
    shop.other().look_at_all(&going_on).await?;
    let unfinished = purchases::unfinished(shop.portal.store.read(), uuid::Uuid::nil(), 10).await?;
    assert!(unfinished.is_empty());
    Ok(())
}

/// One purchase can't be looked at: what its checkout came to can't be read.
#[rstest]
#[tokio::test]
async fn one_purchase_that_fails_keeps_nobody_from_the_others(
    #[values(Backend::Sqlite, Backend::Postgres)] backend: Backend,
) -> Tested {
    let shop = Shop::new(backend).await?;
    let other = shop.other();
    let sandbox = other.sandbox().unwrap();
    let mut begun = vec![
        shop.pending("one").await?,
        shop.pending("another").await?,
        shop.pending("a third").await?,
    ];
    begun.sort_by_key(|purchase| purchase["id"].to_string());
    for purchase in &begun[1..] {
        let (_, token) = text(&purchase["checkoutUrl"])?.rsplit_once('/').unwrap();
        assert!(sandbox.act(token, SandboxAction::Pay).await?);
    }
    let (_, token) = text(&begun[0]["checkoutUrl"])?.rsplit_once('/').unwrap();
    let broken = format!("UPDATE sandbox_checkouts SET state = 'broken' WHERE token = '{token}'");
    let database = shop.portal.store.read();
    database.execute_unprepared(&broken).await?;

    let (stopped, going_on) = (CancellationToken::new(), CancellationToken::new());
    stopped.cancel();
    other.look_at_all(&stopped).await?;
    for purchase in &begun {
        let row = shop.row(&purchase["id"]).await?;
        assert_eq!(row.state, PurchaseState::Pending);
    }
    other.look_at_all(&going_on).await?;
    for purchase in &begun[1..] {
        let row = shop.row(&purchase["id"]).await?;
        assert_eq!(row.state, PurchaseState::Credited);
    }
    Ok(())
}

/// Payments are taken elsewhere since, so that nobody can be asked any more.
#[rstest]
#[tokio::test]
async fn a_purchase_of_which_nobody_knows_is_looked_at_for_a_week_and_no_longer(
    #[values(Backend::Sqlite, Backend::Postgres)] backend: Backend,
) -> Tested {
    let shop = Shop::new(backend).await?;
    let begun = shop.pending("nobody's").await?;
    let portal = &shop.portal;
    let (store, surroundings) = (portal.store.clone(), portal.surroundings.clone());
    let nobody = Purchases::new(store, surroundings, None);
    let week = Duration::from_secs(7 * 24 * 60 * 60);
    for (passes, is_settled) in [
        (Duration::from_secs(30 * 60), false),
        (week - Duration::from_secs(1), false),
        (Duration::from_secs(1), true),
    ] {
        portal.clock.advance(passes);
        let row = nobody.refreshed(shop.row(&begun["id"]).await?).await?;
        assert_eq!(row.state, PurchaseState::Expired);
        assert_eq!(row.settled, is_settled);
    }
    Ok(())
}
