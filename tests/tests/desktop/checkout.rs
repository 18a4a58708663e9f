//! The portal's test checkout in a real browser.

use anyhow::{Context, Result};
use portal_profile_tests::buying::{Begun, Buyer};
use portal_profile_tests::chromium::Chromium;
use portal_profile_tests::portal::ADA;
use portal_profile_tests::scene::Scene;
use portal_server::domain::Credits;
use portal_server::store::entities::organization;
use rstest::rstest;
use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};
use serde_json::{Value, json};

const ACME: &str = "ACME Robotics";
const ENTER: &str = "\u{e007}";
const ENDED: &str = "This checkout has ended";
const BUTTON: &str = "button";

/// What is wider than the window, or than the place it has.
const CUT: &str = "const room = document.documentElement.clientWidth; \
    return [...document.querySelectorAll('body, body *')].filter(element => { \
        const { left, right } = element.getBoundingClientRect(); \
        return left < 0 || right > room || element.scrollWidth > element.clientWidth + 1 && \
            getComputedStyle(element).display !== 'inline'; \
    }).map(element => element.outerHTML);";

/// Ada at a checkout of her organization.
struct Checkout {
    browser: Chromium,
    buyer: Buyer,
    begun: Begun,
    balance: Credits,
    scene: Scene,
}

impl Checkout {
    async fn begin() -> Result<Self> {
        Self::begin_at(Scene::new().await?, ACME).await
    }

    async fn begin_at(scene: Scene, organization: &str) -> Result<Self> {
        let buyer = Buyer::sign_in(&scene, ADA, organization).await?;
        let (balance, _) = buyer.booked(&scene).await?;
        let begun = buyer.begin(0).await?;
        let browser = Chromium::start(&scene.desktop).await?;
        browser.open(&begun.checkout).await?;
        browser
            .read("h1", "Test checkout of Example Portal")
            .await?;
        Ok(Self {
            browser,
            buyer,
            begun,
            balance,
            scene,
        })
    }

    async fn press(&self, action: &str) -> Result<()> {
        self.browser.press(&button(action)).await
    }

    /// The page of the purchase says that it has ended, and offers nothing any more.
    async fn assert_ended(&self, how: &str) -> Result<()> {
        self.browser.open(&self.begun.checkout).await?;
        self.browser.read("h1", ENDED).await?;
        self.assert_says(how).await?;
        self.browser.see_no(BUTTON).await
    }

    async fn assert_says(&self, sentence: &str) -> Result<()> {
        let text = self.browser.text("main").await?;
        assert!(text.contains(sentence), "{sentence}: {text}");
        Ok(())
    }

    /// What was bought is in the ledger, once.
    async fn assert_credited_once(&self) -> Result<()> {
        assert_eq!(self.buyer.state(&self.begun).await?, "CREDITED");
        let (balance, booked) = self.buyer.booked(&self.scene).await?;
        let ours: Vec<_> = booked
            .iter()
            .filter(|row| row.balance_after.0 - row.amount.0 == self.balance.0)
            .collect();
        assert_eq!(ours.len(), 1, "{booked:?}");
        let entry = ours.first().context("no entry")?;
        assert_eq!(entry.amount, Credits(1_000_000), "{entry:?}");
        assert_eq!(balance, entry.balance_after);
        Ok(())
    }

    async fn assert_not_credited(&self, state: &str) -> Result<()> {
        assert_eq!(self.buyer.state(&self.begun).await?, state);
        let (balance, _) = self.buyer.booked(&self.scene).await?;
        assert_eq!(balance, self.balance);
        Ok(())
    }
}

fn button(action: &str) -> String {
    format!("button[value={action}]")
}

#[rstest]
#[tokio::test]
async fn who_pays_gets_the_credits_once(#[values("pay", "pay-twice")] action: &str) -> Result<()> {
    let checkout = Checkout::begin().await?;
    checkout
        .assert_says("This is a test checkout. No money moves")
        .await?;
    checkout
        .assert_says("1,000 credits for ACME Robotics")
        .await?;
    checkout.press(action).await?;
    checkout.browser.read("h1", "Paid").await?;
    checkout.assert_says("It was paid").await?;
    checkout.assert_says("go back to the app").await?;
    checkout.assert_credited_once().await?;
    checkout.assert_ended("It was paid").await?;
    checkout.assert_credited_once().await
}

#[rstest]
#[case::declined("decline", "Payment declined", "The payment was declined", "DECLINED")]
#[case::left("abandon", "Not paid", "It ended without a payment", "EXPIRED")]
#[tokio::test]
async fn who_does_not_pay_gets_nothing(
    #[case] action: &str,
    #[case] title: &str,
    #[case] how: &str,
    #[case] state: &str,
) -> Result<()> {
    let checkout = Checkout::begin().await?;
    checkout.press(action).await?;
    checkout.browser.read("h1", title).await?;
    checkout.assert_says(how).await?;
    checkout.assert_not_credited(state).await?;
    checkout.assert_ended(how).await?;
    checkout.assert_not_credited(state).await
}

#[rstest]
#[tokio::test]
async fn of_two_windows_the_first_decides(
    #[values("pay", "decline", "pay-twice")] late: &str,
) -> Result<()> {
    let checkout = Checkout::begin().await?;
    let other = Chromium::start(&checkout.scene.desktop).await?;
    other.open(&checkout.begun.checkout).await?;
    other.see(&button(late)).await?;
    checkout.press("pay").await?;
    checkout.browser.read("h1", "Paid").await?;
    other.press(&button(late)).await?;
    other.read("h1", ENDED).await?;
    assert_eq!(other.address().await?, checkout.begun.checkout);
    checkout.assert_credited_once().await
}

#[tokio::test]
async fn a_page_that_is_open_still_works_after_the_portal_was_killed() -> Result<()> {
    let mut checkout = Checkout::begin().await?;
    checkout.scene.portal.kill().await?;
    checkout.scene.restart_portal().await?;
    checkout.press("pay").await?;
    checkout.browser.read("h1", "Paid").await?;
    checkout.assert_credited_once().await
}

#[tokio::test]
async fn the_keyboard_alone_pays() -> Result<()> {
    let checkout = Checkout::begin().await?;
    let browser = &checkout.browser;
    // Every way out is reached, and seen to be.
    for action in ["pay", "decline", "abandon", "pay-twice"] {
        browser.tab_to(&button(action)).await?;
        let outline = "const { outlineStyle, outlineWidth } = getComputedStyle(document.activeElement); \
            return [outlineStyle, outlineWidth]";
        assert_eq!(
            browser.evaluate(outline).await?,
            json!(["solid", "3px"]),
            "{action}"
        );
    }
    browser.tab_to(&button("pay")).await?;
    browser.press_keys(ENTER).await?;
    browser.read("h1", "Paid").await?;
    checkout.assert_credited_once().await
}

#[tokio::test]
async fn nothing_is_cut_in_a_narrow_window() -> Result<()> {
    let scene = Scene::new().await?;
    let name = "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft";
    let acme = scene.organization(ACME).await?.id;
    organization::Entity::update_many()
        .col_expr(organization::Column::Name, Expr::value(name))
        .filter(organization::Column::Id.eq(acme))
        .exec(scene.store().await?.read())
        .await?;
    let checkout = Checkout::begin_at(scene, name).await?;
    let browser = &checkout.browser;
    browser.resize(320, 568).await?;
    assert_eq!(browser.evaluate(CUT).await?, json!([]));
    // The style is in force: the policy of the page names it.
    let ground = "return getComputedStyle(document.querySelector('button.first')).backgroundColor";
    assert_ne!(
        browser.evaluate(ground).await?,
        Value::from("rgba(0, 0, 0, 0)")
    );
    checkout.press("pay").await?;
    browser.read("h1", "Paid").await?;
    assert_eq!(browser.evaluate(CUT).await?, json!([]));
    checkout.assert_credited_once().await
}
