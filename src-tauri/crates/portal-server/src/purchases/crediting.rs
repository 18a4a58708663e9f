//! Adding what was bought to the ledger, and taking it back.

use sea_orm::{DatabaseTransaction, Set};
use uuid::Uuid;

use super::Purchases;
use crate::credits::{self, CreditActor, CreditEntry, LedgerKey, Posted};
use crate::domain::{CreditKind, PurchaseState, credits_in_words, receipt_number};
use crate::store::entities::{organization, purchase};
use crate::store::{StoreError, organizations, purchases};

impl Purchases {
    /// Credits a purchase that is paid, once. It stays paid where its organization takes no credits (any more); the log
    /// says so if asked to.
    pub(super) async fn credit(&self, id: Uuid, say_so: bool) -> Result<(), StoreError> {
        let transaction = self.store.begin_write().await?;
        let Some((organization, purchase)) = hold(&transaction, id).await? else {
            return Ok(());
        };
        if purchase.state != PurchaseState::Paid {
            return Ok(());
        }
        let stuck = |why: &str| {
            if say_so {
                tracing::error!(
                    purchase = %id, why,
                    "a purchase is paid and can't be credited: give the money back with `portal-server purchase refund`"
                );
            }
            Ok(())
        };
        let Some(organization) = organization else {
            return stuck("the organization was deleted");
        };
        let now = self.surroundings.now();
        let number = purchases::take_receipt_number(&transaction).await?;
        let entry = CreditEntry {
            kind: CreditKind::Purchase,
            amount: purchase.credits,
            text: credits_in_words(purchase.credits),
            reference: Some(receipt_number(number)),
            actor: Some(buyer(&purchase)),
        };
        let key = LedgerKey::Purchase(id);
        let posted =
            match credits::post(&transaction, &organization, entry, Some(&key), now).await? {
                Posted::Done(posted) => posted,
                Posted::NoCredits => return stuck("the plan goes without credits"),
                Posted::TooMuch { .. } => return stuck("the balance is at its limit"),
                Posted::UsedUp { .. } | Posted::KeyReused => {
                    return Err(StoreError::Inconsistent("a purchase can't be credited"));
                }
            };
        let change = purchase::ActiveModel {
            state: Set(PurchaseState::Credited),
            ended_at: Set(Some(now)),
            transaction_number: Set(Some(posted.number)),
            receipt_number: Set(Some(number)),
            ..Default::default()
        };
        let credited = purchases::advance(&transaction, id, &[PurchaseState::Paid], change).await?;
        match credited {
            true => Ok(transaction.commit().await?),
            false => Ok(()),
        }
    }

    /// Notes that a purchase was paid back, and takes its credits out of the ledger if they had come, once.
    pub(super) async fn take_back(&self, id: Uuid) -> Result<(), StoreError> {
        let transaction = self.store.begin_write().await?;
        let Some((organization, purchase)) = hold(&transaction, id).await? else {
            return Ok(());
        };
        let now = self.surroundings.now();
        let taken = match (purchase.state, organization) {
            (PurchaseState::Refunded, _) => return Ok(()),
            (PurchaseState::Credited, Some(organization)) => {
                let entry = CreditEntry {
                    kind: CreditKind::Refund,
                    amount: purchase.credits.negated(),
                    text: format!("{} paid back", credits_in_words(purchase.credits)),
                    reference: purchase.receipt_number.map(receipt_number),
                    actor: None,
                };
                let key = LedgerKey::Refund(id);
                match credits::post(&transaction, &organization, entry, Some(&key), now).await? {
                    Posted::Done(posted) => Some(posted.number),
                    other => {
                        tracing::error!(purchase = %id, ?other, "credits that were paid back can't be taken");
                        return Err(StoreError::Inconsistent("a refund can't be booked"));
                    }
                }
            }
            _ => None,
        };
        let change = purchase::ActiveModel {
            state: Set(PurchaseState::Refunded),
            settled: Set(true),
            ended_at: Set(Some(now)),
            refund_number: Set(taken),
            ..Default::default()
        };
        let refunded = purchases::advance(&transaction, id, &[purchase.state], change).await?;
        match refunded {
            true => Ok(transaction.commit().await?),
            false => Ok(()),
        }
    }
}

/// Holds a purchase and keeps its organization, if there is one, until the transaction ends.
async fn hold(
    transaction: &DatabaseTransaction,
    id: Uuid,
) -> Result<Option<(Option<organization::Model>, purchase::Model)>, StoreError> {
    let Some(known) = purchases::by_id(transaction, id).await? else {
        return Ok(None);
    };
    organizations::keep(transaction, known.organization_id).await?;
    let organization = organizations::by_id(transaction, known.organization_id).await?;
    let held = purchases::lock(transaction, id).await?;
    Ok(held.map(|purchase| (organization, purchase)))
}

fn buyer(purchase: &purchase::Model) -> CreditActor {
    CreditActor {
        id: purchase.buyer_id,
        name: purchase.buyer_name.clone(),
    }
}
