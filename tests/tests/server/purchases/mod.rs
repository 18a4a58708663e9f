//! Buying credits: what is sold, the test checkout, and purchases that are credited once whatever happens.

mod amounts;
mod buying;
mod checkout_pages;
mod commands;
mod hearing;
mod killed;
mod listing;
mod refunds;
mod stopping;
mod stripe;

use anyhow::{Context, Result, ensure};
use portal_server::administration::OrganizationSelection;
use portal_server::credits::Verified;
use portal_server::domain::{CreditKind, Credits, PaymentProvider, PurchaseState};
use portal_server::payments::{CheckoutState, Payment, Sandbox};
use portal_server::purchases::Purchases;
use portal_server::store::entities::sandbox_checkout::{self, SandboxState};
use portal_server::store::entities::{credit_transaction, purchase};
use portal_server::store::{Store, credits, organizations, purchases, sandbox_checkouts};
use sea_orm::Set;
use serde_json::{Value, json};
use uuid::Uuid;

use crate::support::{ADA, Backend, Settings, TestPortal, field};

const ACME: &str = "ACME Robotics";

/// All that is told of a purchase.
const PURCHASE: &str =
    "id state credits price currency pricePerCredit checkoutUrl createdAt expiresAt endedAt creditedAt
    buyerName organizationName transactionNumber receiptNumber provider providerReference";

/// A portal where Ada buys for ACME Robotics.
pub(crate) struct Shop {
    pub(crate) portal: TestPortal,
    organization: Uuid,
    selection: OrganizationSelection,
    token: String,
    client: reqwest::Client,
}

impl Shop {
    async fn new(backend: Backend) -> Result<Self> {
        Self::with(backend, Settings::default()).await
    }

    async fn with(backend: Backend, settings: Settings) -> Result<Self> {
        let portal = TestPortal::start_as(backend, settings).await?;
        let found = organizations::shared_by_name(portal.store.read(), ACME).await?;
        let organization = found.first().context("no organization")?.id;
        Ok(Self {
            token: portal.sign_in(ADA).await?,
            selection: OrganizationSelection::Id(organization),
            organization,
            portal,
            client: crate::support::http()?,
        })
    }

    /// What the portal answers about the organization to somebody, errors included.
    async fn ask_as(&self, token: &str, document: &str, variables: Value) -> Result<Value> {
        let organization = self.organization.to_string();
        let portal = &self.portal;
        portal
            .ask_about(&organization, token, document, variables)
            .await
    }

    async fn ask(&self, document: &str, variables: Value) -> Result<Value> {
        self.ask_as(&self.token, document, variables).await
    }

    /// The packs that are sold, in their order.
    async fn packs(&self) -> Result<Vec<Value>> {
        let offers = "{ creditOffers { currency packs { id credits price pricePerCredit }
            ownAmount { pricePerCredit least most } } }";
        let offers = field("creditOffers", self.ask(offers, Value::Null).await?)?;
        Ok(offers["packs"].as_array().context("no packs")?.clone())
    }

    /// What comes of beginning a purchase.
    async fn begin(&self, input: Value) -> Result<Value> {
        field(
            "beginCreditPurchase",
            self.begin_as(&self.token, input).await?,
        )
    }

    async fn begin_as(&self, token: &str, input: Value) -> Result<Value> {
        self.ask_as(token, &begin(), json!({ "input": input }))
            .await
    }

    /// A purchase of the first pack, which waits to be paid.
    async fn pending(&self, key: &str) -> Result<Value> {
        let pack = self.packs().await?.swap_remove(0);
        let begun = self.begin(of_pack(&pack, key)).await?;
        assert_eq!(begun["state"], "PENDING", "{begun}");
        Ok(begun)
    }

    /// A purchase as the portal tells it.
    async fn see(&self, id: &Value) -> Result<Value> {
        let document = format!("query ($id: ID!) {{ creditPurchase(id: $id) {{ {PURCHASE} }} }}");
        field(
            "creditPurchase",
            self.ask(&document, json!({ "id": id })).await?,
        )
    }

    async fn cancel(&self, id: &Value) -> Result<Value> {
        let document = format!(
            "mutation ($id: ID!) {{ cancelCreditPurchase(id: $id) {{ __typename
            ... on CreditPurchaseCancelled {{ purchase {{ {PURCHASE} }} }}
            ... on CreditPurchaseNotCancelled {{ purchase {{ {PURCHASE} }} }} }} }}"
        );
        field(
            "cancelCreditPurchase",
            self.ask(&document, json!({ "id": id })).await?,
        )
    }

    /// The page where a purchase is paid, as a whole URL.
    fn page_of(&self, purchase: &Value) -> Result<String> {
        Ok(self.portal.url(text(&purchase["checkoutUrl"])?))
    }

    /// Presses a button on the page of a checkout, as a browser does; answers the page it leads to.
    async fn press(&self, purchase: &Value, button: &str) -> Result<String> {
        let page = self.page_of(purchase)?;
        let origin = self.portal.url("");
        let pressed = self
            .client
            .post(page)
            .header("origin", origin)
            .header("sec-fetch-site", "same-origin")
            .header("content-type", "application/x-www-form-urlencoded")
            .body(format!("action={button}"))
            .send()
            .await?;
        Ok(pressed.error_for_status()?.text().await?)
    }

    /// Another portal over the same data, which hears what the sandbox tells.
    fn other(&self) -> Purchases {
        let (store, surroundings) = (self.portal.store.clone(), self.portal.surroundings.clone());
        let sandbox = Sandbox::new(store.clone(), surroundings.clone(), String::new());
        Purchases::with_sandbox(store, surroundings, sandbox)
    }

    /// The row of a purchase.
    async fn row(&self, id: &Value) -> Result<purchase::Model> {
        let found = purchases::by_id(self.portal.store.read(), text(id)?.parse()?).await?;
        found.context("no purchase")
    }

    /// Leaves a purchase as it is when a portal is killed before it noted the checkout.
    async fn without_checkout(&self, id: &Value) -> Result<purchase::Model> {
        forget_checkout(&self.portal.store, text(id)?.parse()?).await?;
        self.row(id).await
    }

    async fn balance(&self) -> Result<Credits> {
        let end = credits::balance(self.portal.store.read(), self.organization).await?;
        Ok(end.context("no balance")?.balance)
    }

    /// Transactions of these kinds.
    async fn booked(&self, kind: CreditKind) -> Result<Vec<credit_transaction::Model>> {
        let database = self.portal.store.read();
        let mut all = credits::following(database, self.organization, 0, 1_000_000).await?;
        all.retain(|it| it.kind == kind);
        Ok(all)
    }

    async fn verified(&self) -> Result<Verified> {
        let operator = &self.portal.operator;
        Ok(operator.verify_credits(Some(&self.selection)).await?)
    }
}

fn begin() -> String {
    format!(
        "mutation ($input: BeginCreditPurchaseInput!) {{ beginCreditPurchase(input: $input) {{ __typename
        ... on CreditPurchase {{ {PURCHASE} }}
        ... on CreditOfferChanged {{ credits price currency }}
        ... on CreditAmountRefused {{ reason }} }} }}"
    )
}

/// The input for a pack at the price that is shown.
fn of_pack(pack: &Value, key: &str) -> Value {
    json!({ "packId": pack["id"], "price": pack["price"], "currency": "EUR",
        "idempotencyKey": format!("a purchase in a test: {key}") })
}

/// The input for an amount of one's own.
fn of_amount(credits: &str, price: &str, key: &str) -> Value {
    json!({ "credits": credits, "price": price, "currency": "EUR",
        "idempotencyKey": format!("a purchase in a test: {key}") })
}

fn text(value: &Value) -> Result<&str> {
    value.as_str().with_context(|| value.to_string())
}

async fn forget_checkout(store: &Store, id: Uuid) -> Result<()> {
    let change = purchase::ActiveModel {
        state: Set(PurchaseState::Created),
        provider_reference: Set(None),
        ..Default::default()
    };
    let pending = [PurchaseState::Pending];
    let changed = purchases::advance(store.read(), id, &pending, change).await?;
    ensure!(changed, "there was no checkout");
    Ok(())
}

/// What the sandbox tells of a purchase that is paid.
fn paid(row: &purchase::Model) -> CheckoutState {
    CheckoutState::Paid(Payment {
        minor: row.price_minor,
        currency: row.currency.code().to_owned(),
        reference: Some(format!("test-{}", row.id.simple())),
    })
}

/// The id of a purchase that somebody begins for an organization.
pub(crate) async fn begun(portal: &TestPortal, organization: &str, token: &str) -> Result<String> {
    let offers = "{ creditOffers { packs { id price } } }";
    let offers = portal
        .answer_about(organization, token, offers, Value::Null)
        .await?;
    let input = json!({ "input": of_pack(&offers["packs"][0], "somebody's") });
    let begun = portal
        .answer_about(organization, token, &begin(), input)
        .await?;
    Ok(text(&begun["id"])?.to_owned())
}

/// Adds a purchase of ACME Robotics that was paid and credited.
pub(crate) async fn insert_paid(portal: &TestPortal, id: Uuid) -> Result<()> {
    let (database, now) = (portal.store.read(), portal.surroundings.now());
    let acme = organizations::shared_by_name(database, ACME).await?;
    let acme = acme.first().context("no organization")?;
    let checkout = sandbox_checkout::Model {
        token: "token".to_owned(),
        purchase_id: id,
        seller: "Portal".to_owned(),
        description: "Credits".to_owned(),
        amount_minor: 100,
        currency: "EUR".parse()?,
        state: SandboxState::Paid,
        created_at: now,
        expires_at: now,
    };
    sandbox_checkouts::ensure(database, checkout).await?;
    let row = purchase::Model {
        id,
        organization_id: acme.id,
        organization_name: acme.name.clone(),
        buyer_id: acme.owner_id,
        buyer_name: "Ada Lovelace".to_owned(),
        state: PurchaseState::Credited,
        credits: Credits(1_000),
        price_minor: 100,
        currency: "EUR".parse()?,
        per_credit: 100_000_000,
        pack_id: None,
        provider: PaymentProvider::Sandbox,
        provider_reference: Some("token".to_owned()),
        payment_reference: None,
        checkout_url: None,
        settled: true,
        created_at: now,
        expires_at: now,
        paid_at: Some(now),
        ended_at: Some(now),
        transaction_number: None,
        refund_number: None,
        receipt_number: None,
    };
    Ok(purchases::insert(database, row).await?)
}
