//! What is told of payments: late, often, out of order, and all at once.

use futures_util::future::try_join_all;
use portal_server::administration::CreditsToMove;
use portal_server::domain::{CreditKind, PurchaseState};
use portal_server::payments::{CheckoutState, Payment};
use rstest::rstest;
use secrecy::SecretString;
use uuid::Uuid;

use super::{Shop, paid};
use crate::support::{Backend, Tested};

#[rstest]
#[tokio::test(flavor = "multi_thread")]
async fn a_payment_that_is_told_of_again_and_again_is_credited_once(
    #[values(Backend::Sqlite, Backend::Postgres)] backend: Backend,
) -> Tested {
    let shop = Shop::new(backend).await?;
    let before = shop.balance().await?;
    let others = [shop.other(), shop.other()];
    let (first, second) = (
        shop.pending("in a row").await?,
        shop.pending("at once").await?,
    );
    let row = shop.row(&first["id"]).await?;
    for number in 0..100 {
        others[number % 2].hear(row.id, paid(&row)).await?;
    }
    let row = shop.row(&second["id"]).await?;
    let at_once = (0..100).map(|number| others[number % 2].hear(row.id, paid(&row)));
    for heard in try_join_all(at_once).await? {
        let heard = heard.map(|heard| heard.state);
        assert!(
            matches!(heard, Some(PurchaseState::Paid | PurchaseState::Credited)),
            "{heard:?}"
        );
    }
    for purchase in [&first, &second] {
        assert_eq!(shop.see(&purchase["id"]).await?["state"], "CREDITED");
    }
    assert_eq!(shop.balance().await?.0, before.0 + 2_000_000);
    let mut numbers = Vec::new();
    for purchase in [&first, &second] {
        numbers.push(shop.row(&purchase["id"]).await?.receipt_number);
    }
    assert_eq!(numbers, [Some(1), Some(2)]);
    shop.verified().await?;
    Ok(())
}

#[rstest]
#[tokio::test(flavor = "multi_thread")]
async fn many_purchases_at_once_have_receipts_without_a_gap(
    #[values(Backend::Sqlite, Backend::Postgres)] backend: Backend,
) -> Tested {
    let shop = Shop::new(backend).await?;
    let other = shop.other();
    let mut rows = Vec::new();
    for number in 0..20 {
        let begun = shop.pending(&format!("one of many: {number}")).await?;
        rows.push(shop.row(&begun["id"]).await?);
    }
    try_join_all(rows.iter().map(|row| other.hear(row.id, paid(row)))).await?;
    let purchases = shop.portal.operator.purchases(100).await?;
    let mut numbers: Vec<i64> = purchases
        .iter()
        .filter_map(|it| it.receipt_number)
        .collect();
    numbers.sort_unstable();
    assert_eq!(numbers, Vec::from_iter(1..=20));
    shop.verified().await?;
    Ok(())
}

#[rstest]
#[tokio::test]
async fn the_order_in_which_things_are_told_does_not_matter(
    #[values(Backend::Sqlite, Backend::Postgres)] backend: Backend,
) -> Tested {
    let shop = Shop::new(backend).await?;
    let other = shop.other();
    for end in [CheckoutState::Expired, CheckoutState::Declined] {
        let begun = shop.pending(&format!("{end:?}")).await?;
        let row = shop.row(&begun["id"]).await?;
        other.hear(row.id, end.clone()).await?;
        other.hear(row.id, paid(&row)).await?;
        other.hear(row.id, end).await?;
        assert_eq!(shop.see(&begun["id"]).await?["state"], "CREDITED");
    }
    assert_eq!(shop.booked(CreditKind::Purchase).await?.len(), 2);

    // Paid back before it was told to be paid.
    let begun = shop.pending("back").await?;
    let row = shop.row(&begun["id"]).await?;
    other.hear(row.id, CheckoutState::Refunded).await?;
    other.hear(row.id, paid(&row)).await?;
    assert_eq!(shop.see(&begun["id"]).await?["state"], "REFUNDED");
    assert_eq!(shop.booked(CreditKind::Purchase).await?.len(), 2);
    assert!(shop.booked(CreditKind::Refund).await?.is_empty());
    shop.verified().await?;
    Ok(())
}

#[rstest]
#[tokio::test]
async fn another_sum_than_was_asked_for_buys_nothing(
    #[values(Backend::Sqlite, Backend::Postgres)] backend: Backend,
) -> Tested {
    let shop = Shop::new(backend).await?;
    let other = shop.other();
    let begun = shop.pending("wrong").await?;
    let row = shop.row(&begun["id"]).await?;
    for (minor, currency) in [(1_499, "EUR"), (1_500, "USD"), (0, "EUR"), (1_501, "EUR")] {
        let payment = Payment {
            minor,
            currency: currency.to_owned(),
            reference: Some(format!("of {minor}")),
        };
        let id = row.id;
        other.hear(id, CheckoutState::Paid(payment.clone())).await?;
        assert_eq!(shop.see(&begun["id"]).await?["state"], "DECLINED");
        let known = shop.row(&begun["id"]).await?;
        assert!(known.settled);
        assert_eq!(known.payment_reference, payment.reference);
    }
    assert!(shop.booked(CreditKind::Purchase).await?.is_empty());
    // What was asked for counts all the same.
    other.hear(row.id, paid(&row)).await?;
    assert_eq!(shop.see(&begun["id"]).await?["state"], "CREDITED");
    // Of what was never begun here nothing is taken note of.
    let nothing = other.hear(Uuid::from_u128(7), paid(&row)).await?;
    assert_eq!(nothing, None);
    Ok(())
}

/// Keys that operators choose are none of the portal's own.
#[rstest]
#[tokio::test]
async fn an_operator_takes_no_key_from_a_purchase(
    #[values(Backend::Sqlite, Backend::Postgres)] backend: Backend,
) -> Tested {
    let shop = Shop::new(backend).await?;
    let (begun, before) = (shop.pending("keys").await?, shop.balance().await?);
    let row = shop.row(&begun["id"]).await?;
    for key in [format!("purchase/{}", row.id), format!("refund/{}", row.id)] {
        let credits = CreditsToMove {
            kind: CreditKind::Grant,
            amount: "1".parse()?,
            text: "A gift".to_owned(),
            reference: None,
        };
        let operator = &shop.portal.operator;
        let key = SecretString::from(key);
        operator
            .move_credits(&shop.selection, credits, Some(&key))
            .await?;
    }
    shop.press(&begun, "pay").await?;
    assert_eq!(shop.see(&begun["id"]).await?["state"], "CREDITED");
    assert_eq!(shop.balance().await?.0, before.0 + 1_002_000);
    shop.other().refund(row.id).await?;
    assert_eq!(shop.see(&begun["id"]).await?["state"], "REFUNDED");
    assert_eq!(shop.balance().await?.0, before.0 + 2_000);
    shop.verified().await?;
    Ok(())
}
