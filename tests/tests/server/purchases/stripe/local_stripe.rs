//! Against localstripe, a fake of Stripe's API with a memory: payments that are made there are told of, credited, and
//! paid back.

use std::process::Stdio;
use std::time::Duration;

use anyhow::{Context, Result, ensure};
use portal_server::domain::PurchaseState;
use portal_server::store::purchases;
use rstest::rstest;
use serde_json::Value;
use tokio::io::{AsyncBufReadExt, BufReader};
use tokio::net::TcpListener;
use tokio::process::{Child, Command};
use tokio::time::timeout;
use url::form_urlencoded::Serializer;
use xtask::workspace;

use super::super::killed::{Running, until_credited};
use super::super::text;
use super::{CheckoutStandIn, SECRET_KEY, WEBHOOK_SECRET};
use crate::support::{Backend, Program, Tested, http};

const PATIENCE: Duration = Duration::from_secs(30);

struct LocalStripe {
    address: String,
    _process: Child,
}

impl LocalStripe {
    async fn start() -> Result<Self> {
        let port = TcpListener::bind("[::]:0").await?.local_addr()?.port();
        let mut process = Command::new(workspace::local_stripe())
            .args(["--from-scratch", "--port", &port.to_string()])
            .env("PYTHONUNBUFFERED", "1")
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .kill_on_drop(true)
            .spawn()
            .context("localstripe is not installed: run `cargo xtask test`, which installs it")?;
        let output = process.stdout.take().context("no output")?;
        let mut lines = BufReader::new(output).lines();
        let started = async {
            while let Some(line) = lines.next_line().await? {
                if line.contains("Running on") {
                    return anyhow::Ok(());
                }
            }
            anyhow::bail!("it ended")
        };
        timeout(PATIENCE, started)
            .await
            .context("localstripe does not start")??;
        // Its output is read to the end, so that a full pipe never holds it up.
        tokio::spawn(async move { while let Ok(Some(_)) = lines.next_line().await {} });
        Ok(Self {
            address: format!("http://localhost:{port}"),
            _process: process,
        })
    }

    async fn post(&self, path: &str, form: &[(&str, &str)]) -> Result<String> {
        let body = Serializer::new(String::new()).extend_pairs(form).finish();
        let answer = http()?
            .post(format!("{}{path}", self.address))
            .bearer_auth(SECRET_KEY)
            .header("content-type", "application/x-www-form-urlencoded")
            .body(body)
            .send()
            .await?;
        let (status, text) = (answer.status(), answer.text().await?);
        ensure!(status.is_success(), "{path}: {status} {text}");
        Ok(text)
    }
}

#[rstest]
#[tokio::test]
async fn what_is_paid_there_is_credited_and_paid_back(
    #[values(Backend::Sqlite, Backend::Postgres)] backend: Backend,
) -> Tested {
    let (stripe, checkouts) = (LocalStripe::start().await?, CheckoutStandIn::start().await);
    let program = Program::new(backend).await?;
    program.says(&["sample"]).await?;
    let refused = program
        .complains(&["serve", "--payments", "stripe"])
        .await?;
    assert!(refused.contains("STRIPE_SECRET_KEY"), "{refused}");
    let api = checkouts.address();
    let secrets = [
        ("STRIPE_SECRET_KEY", SECRET_KEY),
        ("STRIPE_WEBHOOK_SECRET", WEBHOOK_SECRET),
    ];
    let environment = [&secrets[..], &[("STRIPE_API_BASE", &api)]].concat();
    let running = program
        .serve_in(&environment, &["--payments", "stripe"])
        .await?;
    let running = Running::of(running).await?;
    let webhook = format!("{}/webhooks/stripe", running.program.address);
    stripe
        .post(
            "/_config/webhooks/portal",
            &[("url", &webhook), ("secret", WEBHOOK_SECRET)],
        )
        .await?;

    let begun = running.begin("paid at localstripe").await?;
    let id = text(&begun["id"])?;
    let intent = stripe
        .post(
            "/v1/payment_intents",
            &[
                ("amount", "1500"),
                ("currency", "eur"),
                ("payment_method", "pm_card_visa"),
                ("confirm", "true"),
                ("metadata[purchase]", id),
            ],
        )
        .await?;
    let intent: Value = serde_json::from_str(&intent)?;
    assert_eq!(intent["status"], "succeeded", "{intent}");
    let store = program.place.open().await?;
    let credited = until_credited(&store, id.parse()?).await?;
    assert_eq!(credited.payment_reference.as_deref(), intent["id"].as_str());

    // The command speaks to localstripe itself.
    let refund = ["purchase", "refund", id];
    let complained = program.complains(&refund).await?;
    assert!(complained.contains("STRIPE_SECRET_KEY"), "{complained}");
    for _ in 0..2 {
        let mut command = program.command(&refund)?;
        command
            .envs(secrets)
            .env("STRIPE_API_BASE", &stripe.address);
        let refunded = command.output().await?;
        ensure!(refunded.status.success(), "{refunded:?}");
    }
    let row = purchases::by_id(store.read(), id.parse()?).await?;
    assert_eq!(row.map(|row| row.state), Some(PurchaseState::Refunded));
    let payment = text(&intent["id"])?;
    let refunds = format!("{}/v1/refunds?payment_intent={payment}", stripe.address);
    let refunds = http()?.get(refunds).bearer_auth(SECRET_KEY);
    let refunds: Value = refunds.send().await?.json().await?;
    assert_eq!(
        refunds["data"].as_array().map(Vec::len),
        Some(1),
        "{refunds}"
    );
    assert_eq!(refunds["data"][0]["amount"], 1_500);
    let (clean, log) = running.program.end("TERM").await?;
    assert!(clean);
    assert!(!log.contains(SECRET_KEY) && !log.contains(WEBHOOK_SECRET));
    program.says(&["credits", "verify"]).await?;
    Ok(())
}
