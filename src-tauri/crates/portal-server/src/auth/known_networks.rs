//! Networks that a person signed in from. Strangers anywhere else, however many, use up nothing there.
//!
//! Known is where a session was opened that is still kept, ended or not: it is until its time is over and
//! the person signs in again. So there is no memory besides, and a restart forgets nothing.

use std::net::IpAddr;

use sea_orm::ConnectionTrait;
use uuid::Uuid;

use super::limit::network_of;
use crate::portal::Portal;
use crate::store::{StoreError, accounts, sessions};

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
    let addresses = sessions::addresses_of(database, account_id).await?;
    let network = network_of(peer);
    let mut addresses = addresses.iter().filter_map(|address| address.parse().ok());
    Ok(addresses.any(|address| network_of(address) == network))
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
        let database = self.store.read();
        let account = accounts::by_email_key(database, email_key).await?;
        let id = account.map_or(Uuid::nil(), |account| account.id);
        is_known(database, id, peer).await
    }
}
