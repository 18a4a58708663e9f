//! What an operator does to a portal, also while it runs. Each step is one transaction.

mod accounts;
mod failure;
mod import;
mod members;
mod organizations;
mod selection;

pub use accounts::AccountToAdd;
pub use failure::AdministrationError;
pub use import::{
    BadLine, BadLineReason, BadLines, HeaderRefused, Import, ImportError, ImportOptions,
    ImportProgress, Imported, TimeFormat, Times,
};
pub use selection::OrganizationSelection;

pub(crate) use accounts::insert_account;
pub(crate) use organizations::insert_organization;

use sea_orm::DatabaseTransaction;
use uuid::Uuid;

use crate::auth::{Origin, RecordError, record};
use crate::domain::SecurityEventKind;
use crate::store::entities::organization;
use crate::store::{Store, memberships};
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

    /// Adds an event of the operator's to the security log of each member of an organization.
    async fn record_for_members(
        &self,
        transaction: &DatabaseTransaction,
        organization: &organization::Model,
        kind: SecurityEventKind,
    ) -> Result<(), RecordError> {
        let subject = Some(organization.name.as_str());
        for member in memberships::members(transaction, organization.id).await? {
            self.record(transaction, member, kind, subject).await?;
        }
        Ok(())
    }
}
