//! Networks that a person signed in from. Strangers anywhere else, however many, use up nothing there.
//!
//! Known is where a session was opened that is still kept, ended or not: it is until its time is over and
//! the person signs in again. So there is no memory besides, and a restart forgets nothing.

use std::net::IpAddr;

use sea_orm::ConnectionTrait;
use uuid::Uuid;

use super::events::written;
use super::limit::network_of;
use crate::portal::Portal;
use crate::store::StoreError;
use crate::store::sessions::{AccountNamed, was_opened_from};

/// Whether the person of this account signed in from the network of `peer` before.
///
/// # Errors
///
/// When the store fails.
pub(super) async fn is_known(
    database: &impl ConnectionTrait,
    account_id: Uuid,
    peer: IpAddr,
) -> Result<bool, StoreError> {
    let network = written(network_of(peer));
    was_opened_from(database, AccountNamed::Id(account_id), &network).await
}

impl Portal {
    /// Whether the person of the account named `email_key` signed in from the network of `peer` before. Takes as
    /// long for a name that is no account's. Where the answer is yes there is such an account, which nobody learns
    /// who does not share a network with its person.
    pub(super) async fn is_known_network(
        &self,
        email_key: &str,
        peer: IpAddr,
    ) -> Result<bool, StoreError> {
        let network = written(network_of(peer));
        let named = AccountNamed::EmailKey(email_key);
        was_opened_from(self.store.read(), named, &network).await
    }
}
