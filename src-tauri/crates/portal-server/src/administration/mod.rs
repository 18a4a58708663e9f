//! What an operator does to a portal, also while it runs. Each step is one transaction.

mod accounts;
mod failure;
mod members;
mod organizations;
mod selection;

pub use accounts::AccountToAdd;
pub use failure::AdministrationError;
pub use selection::OrganizationSelection;

pub(crate) use accounts::insert_account;
pub(crate) use organizations::insert_organization;

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
}
