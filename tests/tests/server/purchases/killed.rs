//! A portal that is killed at every state of a purchase, and started again.

use std::time::Duration;

use anyhow::{Context, Result};
use portal_server::domain::{CreditKind, PurchaseState};
use portal_server::payments::{Sandbox, SandboxAction};
use portal_server::store::entities::sandbox_checkout::SandboxState;
use portal_server::store::entities::{credit_transaction, purchase, sandbox_checkout};
use portal_server::store::{Store, purchases};
use portal_server::surroundings::Surroundings;
use rstest::rstest;
use sea_orm::{ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter, Set};
use serde_json::Value;
use tokio::time::{sleep, timeout};
use uuid::Uuid;

use super::{forget_checkout, text};
use crate::support::{ADA, Backend, PASSWORD, Program, RunningProgram, Tested, http};

/// Longer than the portal waits between two looks at its purchases.
const PATIENCE: Duration = Duration::from_secs(60);

/// The program, where Ada buys for ACME Robotics.
pub(super) struct Running {
    pub(super) program: RunningProgram,
    token: String,
}

impl Running {
    pub(super) async fn serve(program: &Program) -> Result<Self> {
        Self::of(program.serve(&["--payments", "sandbox"]).await?).await
    }

    pub(super) async fn of(program: RunningProgram) -> Result<Self> {
        let answer = program.sign_in(ADA, PASSWORD).await?;
        let token = text(&answer["token"])?.to_owned();
        Ok(Self { program, token })
    }

    /// A purchase of the first pack.
    pub(super) async fn begin(&self, key: &str) -> Result<Value> {
        let offers = "{ creditOffers { packs { id price } } }";
        let offers = self.program.ask(&self.token, offers).await?;
        let pack = &offers["data"]["creditOffers"]["packs"][0];
        let document = format!(
            "mutation {{ beginCreditPurchase(input: {{ packId: {}, price: {}, currency: \"EUR\",
            idempotencyKey: \"a purchase in a test: {key}\" }}) {{ __typename
            ... on CreditPurchase {{ id state checkoutUrl }} }} }}",
            pack["id"], pack["price"]
        );
        let mut answer = self.program.ask(&self.token, &document).await?;
        Ok(answer["data"]["beginCreditPurchase"].take())
    }

    async fn see(&self, purchase: &Value) -> Result<Value> {
        let document = format!(
            "{{ creditPurchase(id: {}) {{ id state checkoutUrl }} }}",
            purchase["id"]
        );
        let mut answer = self.program.ask(&self.token, &document).await?;
        Ok(answer["data"]["creditPurchase"].take())
    }

    pub(super) async fn state(&self, purchase: &Value) -> Result<String> {
        Ok(text(&self.see(purchase).await?["state"])?.to_owned())
    }

    /// The page where a purchase is paid, as a whole URL.
    fn page_of(&self, purchase: &Value) -> Result<String> {
        let path = text(&purchase["checkoutUrl"])?;
        Ok(format!("{}{path}", self.program.address))
    }

    pub(super) async fn pay(&self, purchase: &Value) -> Result<()> {
        let seen = self.see(purchase).await?;
        let page = http()?.post(self.page_of(&seen)?);
        page.body("action=pay").send().await?.error_for_status()?;
        Ok(())
    }
}

/// Waits until the portal found out by itself: nobody asks it.
pub(super) async fn until_credited(store: &Store, id: Uuid) -> Result<purchase::Model> {
    let credited = async {
        loop {
            let found = purchases::by_id(store.read(), id).await?;
            let found = found.context("no purchase")?;
            if found.state == PurchaseState::Credited {
                return Ok(found);
            }
            sleep(Duration::from_millis(50)).await;
        }
    };
    timeout(PATIENCE, credited)
        .await
        .context("never credited")?
}

async fn booked(store: &Store) -> Result<u64> {
    let bought = credit_transaction::Entity::find()
        .filter(credit_transaction::Column::Kind.eq(CreditKind::Purchase))
        .filter(credit_transaction::Column::Reference.is_not_null());
    Ok(bought.count(store.read()).await?)
}

#[rstest]
#[tokio::test]
async fn a_purchase_goes_on_wherever_the_portal_was_killed(
    #[values(Backend::Sqlite, Backend::Postgres)] backend: Backend,
) -> Tested {
    let program = Program::new(backend).await?;
    program.says(&["sample"]).await?;
    let store = program.place.open().await?;
    let surroundings = Surroundings::of_the_system();
    let sandbox = Sandbox::new(store.clone(), surroundings, String::new());

    // Before it noted the checkout: whoever looks at the purchase finds one, and so does the same request.
    let running = Running::serve(&program).await?;
    let looked_at = running.begin("looked at").await?;
    let begun = running.begin("created").await?;
    running.program.end("KILL").await?;
    for purchase in [&looked_at, &begun] {
        forget_checkout(&store, text(&purchase["id"])?.parse()?).await?;
    }
    let running = Running::serve(&program).await?;
    let seen = running.see(&looked_at).await?;
    assert_eq!(seen["state"], "PENDING");
    assert_eq!(seen["checkoutUrl"], looked_at["checkoutUrl"]);
    let goes_on = running.begin("created").await?;
    assert_eq!(
        (&goes_on["id"], &goes_on["state"]),
        (&begun["id"], &Value::from("PENDING"))
    );

    // While the buyer is at the checkout.
    running.program.end("KILL").await?;
    let running = Running::serve(&program).await?;
    running.pay(&begun).await?;
    assert_eq!(running.state(&begun).await?, "CREDITED");

    // When it is paid, before the portal heard of it: nobody asks, and it finds out.
    let begun = running.begin("unheard").await?;
    let unheard: Uuid = text(&begun["id"])?.parse()?;
    running.program.end("KILL").await?;
    let row = purchases::by_id(store.read(), unheard)
        .await?
        .context("no purchase")?;
    let token = row.provider_reference.context("no checkout")?;
    assert!(sandbox.act(&token, SandboxAction::Pay).await?);
    let running = Running::serve(&program).await?;
    until_credited(&store, unheard).await?;

    // Between noting that it is paid and crediting it.
    let begun = running.begin("uncredited").await?;
    let uncredited: Uuid = text(&begun["id"])?.parse()?;
    running.program.end("KILL").await?;
    let paid = purchase::ActiveModel {
        state: Set(PurchaseState::Paid),
        settled: Set(true),
        ..Default::default()
    };
    let pending = [PurchaseState::Pending];
    assert!(purchases::advance(store.read(), uncredited, &pending, paid).await?);
    let running = Running::serve(&program).await?;
    let credited = until_credited(&store, uncredited).await?;
    assert_eq!(credited.receipt_number, Some(3));

    // When all is done.
    running.program.end("KILL").await?;
    let running = Running::serve(&program).await?;
    assert_eq!(running.state(&begun).await?, "CREDITED");
    running.program.end("TERM").await?;
    assert_eq!(booked(&store).await?, 3);
    program.says(&["credits", "verify"]).await?;
    Ok(())
}

#[rstest]
#[tokio::test]
async fn a_portal_that_is_killed_while_people_pay_credits_each_payment_once(
    #[values(Backend::Sqlite, Backend::Postgres)] backend: Backend,
) -> Tested {
    let program = Program::new(backend).await?;
    program.says(&["sample"]).await?;
    let store = program.place.open().await?;
    let mut begun = Vec::new();
    for round in 0..8_u64 {
        let running = Running::serve(&program).await?;
        let mut pages = Vec::new();
        for number in 0..3 {
            let purchase = running.begin(&format!("{round} {number}")).await?;
            pages.push(running.page_of(&purchase)?);
            begun.push(text(&purchase["id"])?.parse::<Uuid>()?);
        }
        let client = http()?;
        let paying = pages
            .iter()
            .map(|page| client.post(page).body("action=pay-twice").send());
        let paying = futures_util::future::join_all(paying);
        // Somewhere on the way.
        let _cut_short = timeout(Duration::from_millis(round * 4), paying).await;
        running.program.end("KILL").await?;
    }
    let running = Running::serve(&program).await?;
    let paid = sandbox_checkout::Entity::find()
        .filter(sandbox_checkout::Column::State.eq(SandboxState::Paid))
        .all(store.read())
        .await?;
    for checkout in &paid {
        until_credited(&store, checkout.purchase_id).await?;
    }
    running.program.end("TERM").await?;
    assert_eq!(booked(&store).await?, paid.len() as u64);
    for id in begun {
        let row = purchases::by_id(store.read(), id)
            .await?
            .context("no purchase")?;
        let is_paid = paid.iter().any(|checkout| checkout.purchase_id == id);
        let expected = match is_paid {
            true => PurchaseState::Credited,
            false => PurchaseState::Pending,
        };
        assert_eq!(row.state, expected);
    }
    program.says(&["credits", "verify"]).await?;
    Ok(())
}
