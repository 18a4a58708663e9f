//! Payments at Stripe.

mod checkout_stand_in;
mod checkouts;
mod local_stripe;
mod notices;

use std::process::Stdio;

use anyhow::{Context, Result, ensure};
use portal_server::payments::{PaymentsConfig, StripeConfig};
use serde_json::{Value, json};
use tokio::process::Command;
use xtask::workspace;

use self::checkout_stand_in::CheckoutStandIn;
use super::{Shop, text};
use crate::support::{Backend, Settings};

const SECRET_KEY: &str = "sk_test_of_the_tests";
const WEBHOOK_SECRET: &str = "whsec_of_the_tests";

/// A portal that takes payments at a stand-in for Stripe's Checkout.
struct StripeShop {
    shop: Shop,
    stripe: CheckoutStandIn,
}

impl StripeShop {
    async fn new(backend: Backend) -> Result<Self> {
        let stripe = CheckoutStandIn::start().await;
        let config = StripeConfig {
            secret_key: SECRET_KEY.into(),
            webhook_secret: WEBHOOK_SECRET.into(),
            api: stripe.address().parse()?,
        };
        let settings = Settings {
            payments: Some(PaymentsConfig::Stripe(config)),
            ..Settings::default()
        };
        let shop = Shop::with(backend, settings).await?;
        Ok(Self { shop, stripe })
    }

    /// Seconds since 1970, by the portal's clock.
    fn now(&self) -> i64 {
        self.shop.portal.surroundings.now().timestamp()
    }

    /// Sends what Stripe would; answers the status.
    async fn send(&self, body: &str, signature: Option<&str>) -> Result<u16> {
        let url = self.shop.portal.url("/webhooks/stripe");
        let mut request = self.shop.client.post(url).body(body.to_owned());
        if let Some(signature) = signature {
            request = request.header("stripe-signature", signature);
        }
        Ok(request.send().await?.status().as_u16())
    }

    /// Sends an event, signed now.
    async fn tell(&self, kind: &str, object: &Value) -> Result<()> {
        let body = event(kind, object);
        let header = signature(&body, WEBHOOK_SECRET, self.now()).await?;
        let status = self.send(&body, Some(&header)).await?;
        ensure!(status == 204, "{kind}: {status}");
        Ok(())
    }

    async fn state(&self, purchase: &Value) -> Result<String> {
        let seen = self.shop.see(&purchase["id"]).await?;
        Ok(text(&seen["state"])?.to_owned())
    }
}

/// An event as Stripe sends it.
fn event(kind: &str, object: &Value) -> String {
    json!({ "id": "evt_1", "object": "event", "type": kind, "data": { "object": object } })
        .to_string()
}

/// The header with which Stripe would send `body`, as Stripe's own library makes it for tests.
async fn signature(body: &str, secret: &str, timestamp: i64) -> Result<String> {
    const SCRIPT: &str = "import { Stripe } from 'stripe';
        const [payload, secret, timestamp] = process.argv.slice(1);
        const header = new Stripe('sk_test_1').webhooks.generateTestHeaderString({
            payload, secret, timestamp: Number(timestamp) });
        process.stdout.write(header);";
    let signed = Command::new("node")
        .args(["--input-type=module", "--eval", SCRIPT, "--", body, secret])
        .arg(timestamp.to_string())
        .current_dir(workspace::root().join("ui"))
        .stdin(Stdio::null())
        .output()
        .await
        .context("node does not start")?;
    ensure!(signed.status.success(), "{signed:?}");
    Ok(String::from_utf8(signed.stdout)?)
}
