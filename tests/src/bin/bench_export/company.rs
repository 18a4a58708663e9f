//! What an export costs others: how long their requests take meanwhile, against an idle portal.

use std::process::{Child, Stdio};
use std::time::{Duration, Instant};

use anyhow::{Context, Result, ensure};
use reqwest::Client;
use serde_json::{Value, json};
use tokio::io::{AsyncBufReadExt, BufReader};
use tokio::process::ChildStdout;

use super::readings::{OWNER, PASSWORD, PERSONAL, Readings};

const SIGN_IN: &str = "mutation ($email: String!, $password: String!) { signIn(input: {
    email: $email, password: $password, client: \"Benchmark\" }) { ... on SignedIn { token } } }";
/// What the app asks for to show the profile page.
const PROFILE: &str = "{ viewer { id email displayName organization { id name kind viewerRoles }
    preferences { toastNotifications theme } } }";
const REQUEST: &str = "mutation ($key: String!) { requestExport(input: { range: {
    firstDay: \"2025-01-01\", lastDay: \"2025-12-31\" }, format: CSV, idempotencyKey: $key }) {
    ... on ExportRequested { export { id } } } }";
const STATE: &str = "query ($id: ID!) { export(id: $id) { state startedAt } }";
const CANCEL: &str = "mutation ($id: ID!) { cancelExport(id: $id) { __typename } }";

/// How often both are measured, in turns.
const TURNS: usize = 3;

/// Requests of each turn, one after the other.
const REQUESTS: usize = 400;

/// How long whoever asks rests between two requests.
const REST: Duration = Duration::from_millis(2);

/// How long 95 of 100 requests take at most beside an idle portal, and beside one that exports.
pub(crate) struct Company {
    pub(crate) idle: Duration,
    pub(crate) busy: Duration,
}

/// Measures them in turns on a portal of its own process.
pub(crate) fn measure(readings: &Readings) -> Result<Company> {
    tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()?
        .block_on(async {
            readings.run(&[
                "feature",
                "on",
                "--organization",
                PERSONAL,
                "chart-data-export",
            ])?;
            let portal = Portal::start(readings).await?;
            let (mut idle, mut busy) = (Vec::new(), Vec::new());
            for turn in 0..TURNS {
                idle.extend(portal.times().await?);
                busy.extend(portal.times_beside_an_export(turn).await?);
            }
            Ok(Company {
                idle: p95(idle),
                busy: p95(busy),
            })
        })
}

/// A portal that runs until it is dropped.
struct Portal {
    process: Child,
    client: Client,
    graphql: String,
    token: String,
}

impl Portal {
    async fn start(readings: &Readings) -> Result<Self> {
        let _installed = rustls::crypto::ring::default_provider().install_default();
        let listen = ["serve", "--listen", "127.0.0.1:0", "--export-workers", "1"];
        let mut process = readings.server(&listen, Stdio::piped())?;
        let output = process.stdout.take().context("no output")?;
        let mut lines = BufReader::new(ChildStdout::from_std(output)?).lines();
        let line = lines
            .next_line()
            .await?
            .context("the portal did not start")?;
        let line: Value = serde_json::from_str(&line)?;
        let address = line["address"].as_str().context("no address")?;
        let mut portal = Self {
            process,
            client: Client::builder().no_proxy().build()?,
            graphql: format!("{address}/graphql"),
            token: String::new(),
        };
        let variables = json!({ "email": OWNER, "password": PASSWORD });
        let signed_in = portal.ask(SIGN_IN, variables).await?;
        let token = signed_in["signIn"]["token"].as_str();
        portal.token = token.context("not signed in")?.to_owned();
        Ok(portal)
    }

    async fn ask(&self, query: &str, variables: Value) -> Result<Value> {
        let mut request = self.client.post(&self.graphql);
        if !self.token.is_empty() {
            request = request.bearer_auth(&self.token);
        }
        let body = json!({ "query": query, "variables": variables });
        let answer: Value = request.json(&body).send().await?.json().await?;
        ensure!(answer["errors"].is_null(), "{answer}");
        Ok(answer["data"].clone())
    }

    async fn times(&self) -> Result<Vec<Duration>> {
        let mut times = Vec::new();
        for _ in 0..REQUESTS {
            let begun = Instant::now();
            self.ask(PROFILE, Value::Null).await?;
            times.push(begun.elapsed());
            tokio::time::sleep(REST).await;
        }
        Ok(times)
    }

    /// Of those requests alone during which an export runs.
    async fn times_beside_an_export(&self, turn: usize) -> Result<Vec<Duration>> {
        let mut times = Vec::new();
        let mut asked = 0;
        while times.len() < REQUESTS {
            asked += 1;
            let key = json!({ "key": format!("export {asked} of turn {turn} of the benchmark") });
            let begun = self.ask(REQUEST, key).await?;
            let id = begun["requestExport"]["export"]["id"].clone();
            ensure!(id.is_string(), "no export was begun: {begun}");
            let id = json!({ "id": id });
            while self.ask(STATE, id.clone()).await?["export"]["startedAt"].is_null() {
                tokio::time::sleep(REST).await;
            }
            while times.len() < REQUESTS {
                let begun = Instant::now();
                self.ask(PROFILE, Value::Null).await?;
                let time = begun.elapsed();
                let state = &self.ask(STATE, id.clone()).await?["export"]["state"];
                if state != "IN_PROGRESS" {
                    ensure!(state == "READY", "an export ended as {state}");
                    break;
                }
                times.push(time);
                tokio::time::sleep(REST).await;
            }
            self.ask(CANCEL, id).await?;
        }
        Ok(times)
    }
}

impl Drop for Portal {
    fn drop(&mut self) {
        // What is left of it ends with the directory.
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

fn p95(mut times: Vec<Duration>) -> Duration {
    times.sort_unstable();
    times[times.len() * 95 / 100]
}
