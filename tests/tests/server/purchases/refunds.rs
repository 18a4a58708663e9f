//! Paying back.

use std::time::Duration;

use futures_util::future::try_join_all;
use portal_server::administration::CreditsToMove;
use portal_server::domain::{CreditKind, PurchaseState};
use portal_server::payments::CheckoutState;
use portal_server::purchases::RefundError;
use rstest::rstest;
use serde_json::Value;
use uuid::Uuid;

use super::Shop;
use crate::support::{Backend, Tested};

#[rstest]
#[tokio::test(flavor = "multi_thread")]
async fn what_is_paid_back_is_taken_once(
    #[values(Backend::Sqlite, Backend::Postgres)] backend: Backend,
) -> Tested {
    let shop = Shop::new(backend).await?;
    let begun = shop.pending("back").await?;
    shop.press(&begun, "pay").await?;
    let row = shop.row(&begun["id"]).await?;
    let credited = shop.see(&begun["id"]).await?;
    shop.portal.clock.advance(Duration::from_secs(24 * 60 * 60));
    // All is used up meanwhile.
    let left = shop.balance().await?;
    let spent = CreditsToMove {
        kind: CreditKind::Usage,
        amount: left.to_string().parse()?,
        text: "All of it".to_owned(),
        reference: None,
    };
    let operator = &shop.portal.operator;
    operator.move_credits(&shop.selection, spent, None).await?;

    let others = [shop.other(), shop.other()];
    let at_once = (0..20).map(|number| others[number % 2].refund(row.id));
    for refunded in try_join_all(at_once).await? {
        assert_eq!(refunded.state, PurchaseState::Refunded);
    }
    for _ in 0..100 {
        others[0].hear(row.id, CheckoutState::Refunded).await?;
        others[1].hear(row.id, super::paid(&row)).await?;
    }
    let seen = shop.see(&begun["id"]).await?;
    assert_eq!(seen["state"], "REFUNDED");
    assert_eq!(seen["receiptNumber"], "R-000001");
    // A receipt has the day on which the credits came.
    assert!(credited["creditedAt"].is_string());
    assert_eq!(seen["creditedAt"], credited["creditedAt"]);
    assert_ne!(seen["endedAt"], credited["endedAt"]);
    let listed = shop
        .ask("{ creditPurchases { data { creditedAt } } }", Value::Null)
        .await?;
    let listed = &listed["data"]["creditPurchases"]["data"][0]["creditedAt"];
    assert_eq!(*listed, credited["creditedAt"]);
    let booked = shop.booked(CreditKind::Refund).await?;
    assert_eq!(booked.len(), 1);
    assert_eq!(booked[0].amount.0, -1_000_000);
    assert_eq!(booked[0].reference.as_deref(), Some("R-000001"));
    assert_eq!(shop.balance().await?.0, -1_000_000);
    assert_eq!(shop.booked(CreditKind::Purchase).await?.len(), 1);
    shop.verified().await?;
    Ok(())
}

#[rstest]
#[tokio::test]
async fn what_was_not_paid_is_not_paid_back(
    #[values(Backend::Sqlite, Backend::Postgres)] backend: Backend,
) -> Tested {
    let shop = Shop::new(backend).await?;
    let other = shop.other();
    let open = shop.pending("open").await?;
    let declined = shop.pending("declined").await?;
    shop.press(&declined, "decline").await?;
    for purchase in [&open, &declined] {
        let id = shop.row(&purchase["id"]).await?.id;
        let refused = other.refund(id).await;
        assert!(
            matches!(refused, Err(RefundError::NotPaid { .. })),
            "{refused:?}"
        );
    }
    let nothing = other.refund(Uuid::from_u128(7)).await;
    assert!(
        matches!(nothing, Err(RefundError::NotFound(_))),
        "{nothing:?}"
    );
    Ok(())
}

/// Purchases outlive organizations, like the ledger.
#[rstest]
#[tokio::test]
async fn a_purchase_is_kept_and_paid_back_when_its_organization_is_gone(
    #[values(Backend::Sqlite, Backend::Postgres)] backend: Backend,
) -> Tested {
    let shop = Shop::new(backend).await?;
    let (bought, pending) = (
        shop.pending("bought").await?,
        shop.pending("pending").await?,
    );
    shop.press(&bought, "pay").await?;
    portal_server::store::organizations::delete(shop.portal.store.read(), shop.organization)
        .await?;
    shop.press(&pending, "pay").await?;
    let other = shop.other();
    for (purchase, before) in [
        (&bought, PurchaseState::Credited),
        (&pending, PurchaseState::Paid),
    ] {
        let row = shop.row(&purchase["id"]).await?;
        assert_eq!(row.state, before);
        let refunded = other.refund(row.id).await?;
        assert_eq!(refunded.state, PurchaseState::Refunded);
    }
    assert!(shop.booked(CreditKind::Refund).await?.is_empty());
    Ok(())
}
