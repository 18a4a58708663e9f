//! What a portal holds, looked up behind its back.

use std::time::Duration;

use anyhow::{Context, Result, ensure};
use portal_server::store::entities::{organization, pinned_page};
use portal_server::store::{accounts, chart_workspaces, organizations, pinned_pages};
use tokio::time::{Instant, sleep};
use uuid::Uuid;

use crate::app::PATIENCE;
use crate::portal::Person;
use crate::scene::Scene;

impl Scene {
    /// A person's account.
    ///
    /// # Errors
    /// When there is none, or the portal's database can't be read.
    pub async fn account(&self, person: Person) -> Result<Uuid> {
        let store = self.store().await?;
        let account = accounts::by_email(store.read(), &person.email.parse()?).await?;
        Ok(account.context("no such account")?.id)
    }

    /// The one shared organization with this name.
    ///
    /// # Errors
    /// When there is none or more than one, or the portal's database can't be read.
    pub async fn organization(&self, name: &str) -> Result<organization::Model> {
        let store = self.store().await?;
        let mut found = organizations::shared_by_name(store.read(), name).await?;
        ensure!(found.len() == 1, "{} are called {name}", found.len());
        found.pop().context("it is there")
    }

    /// The personal account of a person.
    ///
    /// # Errors
    /// When the portal's database can't be read.
    pub async fn personal_account(&self, person: Person) -> Result<organization::Model> {
        let account = self.account(person).await?;
        let store = self.store().await?;
        Ok(organizations::personal_of(store.read(), account).await?)
    }

    /// Waits until a person's star is on a workspace that all of an organization see.
    ///
    /// # Errors
    /// When it never is, or the portal's database can't be read.
    pub async fn starred(&self, person: Person, organization: &str, name: &str) -> Result<()> {
        let (account, store) = (self.account(person).await?, self.store().await?);
        let organization = self.organization(organization).await?.id;
        let deadline = Instant::now() + PATIENCE;
        loop {
            let found = chart_workspaces::shared_by_name(store.read(), organization, name).await?;
            let seen = chart_workspaces::seen_by(store.read(), account, found).await?;
            ensure!(!seen.is_empty(), "there is no workspace {name}");
            if seen.iter().all(|workspace| workspace.starred) {
                return Ok(());
            }
            ensure!(Instant::now() < deadline, "{name} has no star");
            sleep(Duration::from_millis(20)).await;
        }
    }

    /// The page that opens first for a person in an organization.
    ///
    /// # Errors
    /// When the portal's database can't be read.
    pub async fn pin(
        &self,
        person: Person,
        organization: Uuid,
    ) -> Result<Option<pinned_page::Model>> {
        let account = self.account(person).await?;
        let store = self.store().await?;
        Ok(pinned_pages::of(store.read(), organization, account).await?)
    }
}
