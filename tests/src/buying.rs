//! Buying credits at a portal without the app: what the app asks it for, and what comes of it.

use anyhow::{Context, Result, ensure};
use portal_server::domain::{CreditKind, Credits};
use portal_server::store::credits;
use portal_server::store::entities::credit_transaction;
use reqwest::Client;
use serde_json::{Value, json};
use uuid::Uuid;

use crate::portal::Person;
use crate::scene::Scene;

const SIGN_IN: &str = "mutation ($email: String!, $password: String!) { signIn(input: {
    email: $email, password: $password, client: \"A script\" }) { ... on SignedIn { token } } }";
const OFFERS: &str = "{ creditOffers { currency packs { id price } } }";
const BEGIN: &str =
    "mutation ($input: BeginCreditPurchaseInput!) { beginCreditPurchase(input: $input) {
    __typename ... on CreditPurchase { id state checkoutUrl } } }";
const LOOK: &str = "query ($id: ID!) { creditPurchase(id: $id) { state } }";

/// Somebody who buys credits for an organization.
#[derive(Debug)]
pub struct Buyer {
    client: Client,
    portal: String,
    organization: Uuid,
    token: String,
}

/// A purchase that waits to be paid.
#[derive(Clone, Debug)]
pub struct Begun {
    /// Its id.
    pub id: String,
    /// Page where it is paid.
    pub checkout: String,
}

impl Buyer {
    /// Signs a person in who may buy for the organization with this name.
    ///
    /// # Errors
    /// When the portal doesn't know them.
    pub async fn sign_in(scene: &Scene, person: Person, organization: &str) -> Result<Self> {
        let _installed = rustls::crypto::ring::default_provider().install_default();
        let mut buyer = Self {
            client: Client::builder().no_proxy().build()?,
            portal: format!("{}/graphql", scene.portal.address()),
            organization: scene.organization(organization).await?.id,
            token: String::new(),
        };
        let who = json!({ "email": person.email, "password": person.password });
        let answer = buyer.ask(SIGN_IN, who).await?;
        buyer.token = text(&answer["signIn"]["token"])?;
        Ok(buyer)
    }

    /// Begins a purchase of one of the packs that are sold.
    ///
    /// # Errors
    /// When there is no such pack, or it can't be bought.
    pub async fn begin(&self, pack: usize) -> Result<Begun> {
        let offers = self.ask(OFFERS, json!({})).await?;
        let (offers, pack) = (
            &offers["creditOffers"],
            &offers["creditOffers"]["packs"][pack],
        );
        let input = json!({ "input": {
            "packId": pack["id"], "price": pack["price"], "currency": offers["currency"],
            "idempotencyKey": Uuid::new_v4(),
        } });
        let begun = self.ask(BEGIN, input).await?;
        let begun = &begun["beginCreditPurchase"];
        ensure!(begun["state"] == "PENDING", "{begun}");
        Ok(Begun {
            id: text(&begun["id"])?,
            checkout: text(&begun["checkoutUrl"])?,
        })
    }

    /// How far a purchase has come, such as `CREDITED`.
    ///
    /// # Errors
    /// When there is none.
    pub async fn state(&self, purchase: &Begun) -> Result<String> {
        let answer = self.ask(LOOK, json!({ "id": purchase.id })).await?;
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

    async fn ask(&self, document: &str, variables: Value) -> Result<Value> {
        let body = json!({ "query": document, "variables": variables });
        let mut request = self.client.post(&self.portal).json(&body);
        if !self.token.is_empty() {
            request = request
                .bearer_auth(&self.token)
                .header("portal-organization", self.organization.to_string());
        }
        let answer: Value = request.send().await?.json().await?;
        ensure!(answer["errors"].is_null(), "{answer}");
        Ok(answer["data"].clone())
    }
}

fn text(value: &Value) -> Result<String> {
    let text = value.as_str().with_context(|| value.to_string())?;
    Ok(text.to_owned())
}
