//! Finding portals.

use portal_client::{PortalAddress, PortalClient};

use super::{ProfileApp, lock};
use crate::failure::Failure;
use crate::portals::{BUILT_IN, KnownPortal, Portal};
use crate::remembered;

impl ProfileApp {
    /// Finds the portal at an address as a person types it.
    ///
    /// # Errors
    /// Every code that says what is wrong with an address or the portal behind it.
    pub async fn connect(&self, address: &str) -> Result<Portal, Failure> {
        let id = PortalAddress::typed(address)?.to_string();
        self.open(&id).await
    }

    /// Starts the portal that the app brings along.
    ///
    /// # Errors
    /// [`BuiltInPortalFailed`](crate::failure::FailureCode::BuiltInPortalFailed), or why it can't be asked.
    pub async fn open_built_in_portal(&self) -> Result<Portal, Failure> {
        self.open(BUILT_IN).await
    }

    /// The portal with this id, found again if its address is not the one found before: the built-in portal
    /// has a new one each run.
    pub(super) async fn portal(&self, id: &str) -> Result<PortalClient, Failure> {
        let address = self.address(id).await?;
        let found = lock(&self.shared.portals).get(id).cloned();
        match found.filter(|client| *client.address() == address) {
            Some(client) => Ok(client),
            None => self.find(id, address).await,
        }
    }

    async fn address(&self, id: &str) -> Result<PortalAddress, Failure> {
        if id == BUILT_IN {
            let origin = self.shared.ports.built_in_portal.start().await?;
            return Ok(PortalAddress::from_url(&origin)?);
        }
        Ok(PortalAddress::typed(id)?)
    }

    async fn find(&self, id: &str, address: PortalAddress) -> Result<PortalClient, Failure> {
        let client = PortalClient::connect(address, self.shared.patience.request).await?;
        lock(&self.shared.portals).insert(id.to_owned(), client.clone());
        Ok(client)
    }

    /// What is known of the portal with this id without asking it.
    pub(super) fn known_portal(&self, id: &str) -> Portal {
        let built_in = id == BUILT_IN;
        let address = if built_in {
            String::new()
        } else {
            id.to_owned()
        };
        let found = lock(&self.shared.portals).get(id).cloned();
        if let Some(client) = found {
            return self.describe(id, &client);
        }
        let known = remembered::portals(&*self.shared.ports.local_store);
        let name = known
            .into_iter()
            .find(|portal| portal.id == id)
            .map_or_else(|| id.to_owned(), |portal| portal.name);
        Portal {
            id: id.to_owned(),
            name,
            address,
            built_in,
            sample_accounts: Vec::new(),
        }
    }

    async fn open(&self, id: &str) -> Result<Portal, Failure> {
        let client = self.find(id, self.address(id).await?).await?;
        let portal = self.describe(id, &client);
        self.remember_portal(&portal).await;
        Ok(portal)
    }

    /// Puts `portal` first among those offered at the next start.
    pub(super) async fn remember_portal(&self, portal: &Portal) {
        let known = KnownPortal {
            id: portal.id.clone(),
            name: portal.name.clone(),
            address: if portal.built_in {
                String::new()
            } else {
                portal.address.clone()
            },
            last_used: self.shared.ports.clock.now(),
        };
        self.with_files(move |shared| {
            remembered::remember_portal(&*shared.ports.local_store, known);
        })
        .await;
    }

    /// The portal with this id as its client found it.
    pub(super) fn describe(&self, id: &str, client: &PortalClient) -> Portal {
        let built_in = id == BUILT_IN;
        Portal {
            id: id.to_owned(),
            name: client.name().to_owned(),
            address: client.address().to_string(),
            built_in,
            sample_accounts: if built_in {
                self.shared.ports.built_in_portal.sample_accounts()
            } else {
                Vec::new()
            },
        }
    }
}
