//! Credits: ledgers that are right whatever happens.

mod commands;
mod crowd;
mod history;
mod large;
mod ledger;
mod overview;
mod posting;
mod thresholds;

use anyhow::{Context, Result};
use portal_server::administration::{AdministrationError, CreditsToMove, OrganizationSelection};
use portal_server::credits::{Verified, VerifyError, WrongLedger};
use portal_server::domain::{CreditKind, Credits, Plan};
use portal_server::store::entities::credit_transaction;
use portal_server::store::{credits, organizations};
use secrecy::SecretString;
use serde_json::Value;
use uuid::Uuid;

use crate::support::{ADA, Backend, TestPortal};

const ACME: &str = "ACME Robotics";

/// A portal, and an organization whose ledger is looked at.
pub(crate) struct Books {
    pub(crate) portal: TestPortal,
    pub(crate) organization: Uuid,
    selection: OrganizationSelection,
}

impl Books {
    /// The ledger of ACME Robotics, with what the sample put into it.
    async fn new(backend: Backend) -> Result<Self> {
        let portal = TestPortal::start(backend).await?;
        let found = organizations::shared_by_name(portal.store.read(), ACME).await?;
        let organization = found.first().context("no organization")?.id;
        let selection = OrganizationSelection::Id(organization);
        Ok(Self {
            portal,
            organization,
            selection,
        })
    }

    /// An organization of Ada's whose ledger has nothing in it.
    async fn empty(backend: Backend) -> Result<Self> {
        let mut books = Self::new(backend).await?;
        let operator = &books.portal.operator;
        let name = "Fresh Books".parse()?;
        let id = operator
            .add_organization(&name, &ADA.parse()?, Plan::Business)
            .await?;
        (books.organization, books.selection) = (id, OrganizationSelection::Id(id));
        Ok(books)
    }

    /// What the portal answers to somebody about the organization.
    async fn answer(&self, token: &str, document: &str, variables: Value) -> Result<Value> {
        let organization = self.organization.to_string();
        let portal = &self.portal;
        portal
            .answer_about(&organization, token, document, variables)
            .await
    }

    /// Gives or takes credits.
    async fn moves(
        &self,
        kind: CreditKind,
        amount: &str,
        key: Option<&str>,
    ) -> Result<credit_transaction::Model, AdministrationError> {
        let credits = CreditsToMove {
            kind,
            amount: amount.parse().expect("an amount"),
            text: "A test".to_owned(),
            reference: Some("T-1".to_owned()),
        };
        let key = key.map(SecretString::from);
        let operator = &self.portal.operator;
        operator
            .move_credits(&self.selection, credits, key.as_ref())
            .await
    }

    async fn balance(&self) -> Result<Credits> {
        let end = credits::balance(self.portal.store.read(), self.organization).await?;
        Ok(end.context("no balance")?.balance)
    }

    /// All transactions, the first first.
    async fn transactions(&self) -> Result<Vec<credit_transaction::Model>> {
        let database = self.portal.store.read();
        Ok(credits::following(database, self.organization, 0, 1_000_000).await?)
    }

    async fn verified(&self) -> Result<Verified, AdministrationError> {
        let selection = Some(&self.selection);
        self.portal.operator.verify_credits(selection).await
    }

    /// Where the ledger is wrong.
    async fn wrong(&self) -> Result<WrongLedger> {
        match self.verified().await {
            Err(AdministrationError::Ledger(VerifyError::Wrong(wrong))) => Ok(wrong),
            other => anyhow::bail!("{other:?}"),
        }
    }
}
