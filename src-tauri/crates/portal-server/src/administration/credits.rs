//! Adding to ledgers of credits, and verifying them.

use secrecy::SecretString;

use super::selection::find_organization;
use super::{Administration, AdministrationError, OrganizationSelection};
use crate::credits::{self, CreditEntry, LedgerKey, Posted, Verified};
use crate::domain::{CreditAmount, CreditKind};
use crate::store::entities::credit_transaction;
use crate::store::organizations;

/// Credits that an operator gives or takes.
pub struct CreditsToMove {
    /// What happens: usage takes, all else gives.
    pub kind: CreditKind,
    /// How many.
    pub amount: CreditAmount,
    /// For people, at most 200 characters.
    pub text: String,
    /// What it is about, as the operator calls that, at most 100 characters.
    pub reference: Option<String>,
}

impl Administration {
    /// Gives credits to an organization, or takes some; answers what was added to its ledger. With the same key
    /// again within 30 days it adds nothing, and answers the same.
    ///
    /// # Errors
    ///
    /// When there is no such organization, its plan goes without credits, the key was used for something else, or the
    /// balance would leave its limits.
    pub async fn move_credits(
        &self,
        selection: &OrganizationSelection,
        credits: CreditsToMove,
        key: Option<&SecretString>,
    ) -> Result<credit_transaction::Model, AdministrationError> {
        let transaction = self.store.begin_write().await?;
        let organization = find_organization(&transaction, selection).await?;
        organizations::keep(&transaction, organization.id).await?;
        let amount = credits.amount.credits();
        let entry = CreditEntry {
            kind: credits.kind,
            amount: match credits.kind {
                CreditKind::Usage => amount.negated(),
                _ => amount,
            },
            text: credits.text,
            reference: credits.reference,
            actor: None,
        };
        let key = key.cloned().map(LedgerKey::Operator);
        let now = self.surroundings.now();
        match credits::post(&transaction, &organization, entry, key.as_ref(), now).await? {
            Posted::Done(posted) => {
                transaction.commit().await?;
                Ok(*posted)
            }
            Posted::KeyReused => Err(AdministrationError::KeyReused),
            Posted::NoCredits => Err(AdministrationError::NoCredits {
                organization: organization.name,
                plan: organization.plan,
            }),
            Posted::UsedUp { balance } => Err(AdministrationError::CreditsUsedUp { balance }),
            Posted::TooMuch { balance } => Err(AdministrationError::TooManyCredits { balance }),
        }
    }

    /// Recomputes the ledger of an organization, or all of them. An id is also that of an organization that is gone.
    ///
    /// # Errors
    ///
    /// At the first ledger that is wrong, or when there is no such organization.
    pub async fn verify_credits(
        &self,
        selection: Option<&OrganizationSelection>,
    ) -> Result<Verified, AdministrationError> {
        let organization = match selection {
            None => None,
            Some(OrganizationSelection::Id(id)) => Some(*id),
            Some(selection) => Some(find_organization(self.store.read(), selection).await?.id),
        };
        Ok(credits::verify(&self.store, organization).await?)
    }
}
