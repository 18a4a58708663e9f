//! What an operator does to a portal, also while it runs. Each step is one transaction.

mod accounts;
mod credits;
mod export;
mod failure;
mod import;
mod members;
mod offers;
mod organizations;
mod selection;
mod workflows;

pub use accounts::AccountToAdd;
pub use credits::CreditsToMove;
pub use export::{Export, ExportError, ExportProgress, TargetRefused};
pub use failure::AdministrationError;
pub use import::{
    BadLine, BadLineReason, BadLines, HeaderRefused, Import, ImportError, ImportOptions,
    ImportProgress, Imported, TimeFormat, Times,
};
pub use offers::{OwnAmountToSell, PackToAdd};
pub use selection::OrganizationSelection;
pub use workflows::{DeploymentOutcome, RecordedDeployment};

pub(crate) use accounts::insert_account;

use sea_orm::DatabaseTransaction;
use uuid::Uuid;

use crate::auth::{Origin, RecordError, record};
use crate::domain::SecurityEventKind;
use crate::organizations::{Actor, Changing};
use crate::store::Store;
use crate::surroundings::Surroundings;

/// An operator's hand on a store.
#[derive(Clone)]
pub struct Administration {
    store: Store,
    surroundings: Surroundings,
}

impl Administration {
    /// Works on `store`.
    #[must_use]
    pub fn new(store: Store, surroundings: Surroundings) -> Self {
        Self {
            store,
            surroundings,
        }
    }

    /// Adds an event of the operator's to the security log of an account.
    async fn record(
        &self,
        transaction: &DatabaseTransaction,
        account: Uuid,
        kind: SecurityEventKind,
        subject: Option<&str>,
    ) -> Result<(), RecordError> {
        let (surroundings, origin) = (&self.surroundings, Origin::OPERATOR);
        record(transaction, surroundings, account, kind, subject, origin).await
    }

    /// What the operator does to an organization in `transaction`.
    fn changing<'a>(&'a self, transaction: &'a DatabaseTransaction) -> Changing<'a> {
        Changing {
            transaction,
            surroundings: &self.surroundings,
            actor: Actor::Operator,
        }
    }
}
