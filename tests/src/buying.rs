//! Buying credits at a portal without the app: what the app asks it for, and what comes of it.

use anyhow::{Context, Result, ensure};
use portal_server::domain::{CreditKind, Credits};
use portal_server::store::credits;
use portal_server::store::entities::credit_transaction;
use serde_json::{Value, json};
use uuid::Uuid;

use crate::portal::Person;
use crate::scene::Scene;
use crate::script::Script;

const OFFERS: &str = "{ creditOffers { currency packs { id price } } }";
const BEGIN: &str =
    "mutation ($input: BeginCreditPurchaseInput!) { beginCreditPurchase(input: $input) {
    __typename ... on CreditPurchase { id state checkoutUrl } } }";
const LOOK: &str = "query ($id: ID!) { creditPurchase(id: $id) { state } }";

/// Somebody who buys credits for an organization.
#[derive(Debug)]
pub struct Buyer {
    script: Script,
    /// Where the portal is.
    portal: String,
    organization: Uuid,
}

/// A purchase that waits to be paid.
#[derive(Clone, Debug)]
pub struct Begun {
    /// Its id.
    pub id: String,
    /// Page where it is paid, as a whole URL.
    pub checkout: String,
}

impl Buyer {
    /// Signs a person in who may buy for the organization with this name.
    ///
    /// # Errors
    /// When the portal doesn't know them.
    pub async fn sign_in(scene: &Scene, person: Person, organization: &str) -> Result<Self> {
        let organization = scene.organization(organization).await?.id;
        let portal = scene.portal.address();
        let script = Script::sign_in(portal, person.email, person.password).await?;
        Ok(Self {
            script: script.about(organization),
            portal: portal.to_owned(),
            organization,
        })
    }

    /// Begins a purchase of one of the packs that are sold.
    ///
    /// # Errors
    /// When there is no such pack, or it can't be bought.
    pub async fn begin(&self, pack: usize) -> Result<Begun> {
        let offers = self.script.ask(OFFERS, json!({})).await?;
        let (offers, pack) = (
            &offers["creditOffers"],
            &offers["creditOffers"]["packs"][pack],
        );
        let input = json!({ "input": {
            "packId": pack["id"], "price": pack["price"], "currency": offers["currency"],
            "idempotencyKey": Uuid::new_v4(),
        } });
        let begun = self.script.ask(BEGIN, input).await?;
        let begun = &begun["beginCreditPurchase"];
        ensure!(begun["state"] == "PENDING", "{begun}");
        Ok(Begun {
            id: text(&begun["id"])?,
            checkout: format!("{}{}", self.portal, text(&begun["checkoutUrl"])?),
        })
    }

    /// How far a purchase has come, such as `CREDITED`.
    ///
    /// # Errors
    /// When there is none.
    pub async fn state(&self, purchase: &Begun) -> Result<String> {
        let answer = self.script.ask(LOOK, json!({ "id": purchase.id })).await?;
        text(&answer["creditPurchase"]["state"])
    }

    /// What the ledger says of all purchases: the balance, and each transaction.
    ///
    /// # Errors
    /// When the portal's database can't be read.
    pub async fn booked(&self, scene: &Scene) -> Result<(Credits, Vec<credit_transaction::Model>)> {
        const ALL: u64 = 1_000_000;
        let store = scene.store().await?;
        let end = credits::balance(store.read(), self.organization).await?;
        let balance = end.context("no balance")?.balance;
        let mut all = credits::following(store.read(), self.organization, 0, ALL).await?;
        all.retain(|it| it.kind == CreditKind::Purchase);
        Ok((balance, all))
    }
}

fn text(value: &Value) -> Result<String> {
    let text = value.as_str().with_context(|| value.to_string())?;
    Ok(text.to_owned())
}
