//! What people are told of what happens on the portal.

mod concerned;
mod deploying;
mod expiring_keys;
mod order;
mod positions;
mod resuming;
mod streams;

use std::time::Duration;

use anyhow::{Context, Result, bail, ensure};
use reqwest::Response;
use serde_json::{Value, json};

use crate::support::{TestPortal, field};

/// All that is told of an update in these tests.
pub(crate) const FIELDS: &str = "cursor update { __typename
    ... on WorkflowDeployed { organizationName workflow version device devices }
    ... on WorkflowDeploymentFailed { organizationName workflow version device devices reason }
    ... on MfaRequirementBegan { organizationName }
    ... on RolesChanged { organizationName roles }
    ... on CreditsLow { organizationName threshold balance }
    ... on ApiKeyExpiring { organizationName name expiresAt }
    ... on ExportEnded { organizationName exportId firstDay lastDay timeZone state } }";

/// Longer than anything takes that these tests wait for.
const PATIENCE: Duration = Duration::from_secs(20);

/// The position of now in what a session's person is told.
pub(crate) async fn now(portal: &TestPortal, token: &str) -> Result<String> {
    let page = portal
        .answer(token, "{ statusUpdates { cursor } }", Value::Null)
        .await?;
    Ok(page["cursor"].as_str().context("no cursor")?.to_owned())
}

/// What a session's person is told after a position, in order.
pub(crate) async fn told_after(
    portal: &TestPortal,
    token: &str,
    after: &str,
) -> Result<Vec<Value>> {
    let query = format!(
        "query ($after: String) {{ statusUpdates(after: $after) {{ cursor more entries {{ {FIELDS} }} }} }}"
    );
    let (mut told, mut after) = (Vec::new(), after.to_owned());
    loop {
        let page = portal
            .answer(token, &query, json!({ "after": after }))
            .await?;
        for entry in page["entries"].as_array().context("no entries")? {
            told.push(entry["update"].clone());
        }
        after = page["cursor"].as_str().context("no cursor")?.to_owned();
        if page["more"] == false {
            return Ok(told);
        }
    }
}

/// A stream of server-sent events.
pub(crate) struct Followed {
    response: Response,
    text: String,
}

/// What follows what happens after a position, as the contract has it.
pub(crate) async fn asked_to_follow(
    portal: &TestPortal,
    token: &str,
    after: Option<&str>,
) -> Result<Response> {
    let query = format!(
        "subscription ($after: String) {{ statusUpdates(after: $after) {{ cursor exportsChanged entry {{ {FIELDS} }} }} }}"
    );
    let request = portal
        .post()
        .bearer_auth(token)
        .header("accept", "text/event-stream")
        .json(&json!({ "query": query, "variables": { "after": after } }));
    Ok(request.send().await?)
}

impl Followed {
    pub(crate) async fn after(
        portal: &TestPortal,
        token: &str,
        after: Option<&str>,
    ) -> Result<Self> {
        let response = asked_to_follow(portal, token, after).await?;
        ensure!(response.status() == 200, "{response:?}");
        ensure!(response.headers()["content-type"] == "text/event-stream");
        ensure!(response.headers()["cache-control"] == "no-store");
        Ok(Self {
            response,
            text: String::new(),
        })
    }

    /// A stream from now on, whose first word has come.
    pub(crate) async fn from_now(portal: &TestPortal, token: &str) -> Result<Self> {
        let mut stream = Self::after(portal, token, None).await?;
        let first = stream.tick().await?;
        ensure!(first["entry"].is_null(), "{first}");
        Ok(stream)
    }

    /// The next event: its name, its id and what it says; `None` at the end.
    pub(crate) async fn event(&mut self) -> Result<Option<(String, Option<String>, Value)>> {
        loop {
            if let Some((event, rest)) = self.text.split_once("\n\n") {
                let (event, rest) = (event.to_owned(), rest.to_owned());
                self.text = rest;
                let value = |name: &str| {
                    let line = event.lines().find(|line| line.starts_with(name))?;
                    Some(line[name.len()..].trim_start_matches(':').trim().to_owned())
                };
                let Some(name) = value("event") else { continue };
                let data = value("data").unwrap_or_default();
                let data = match &*data {
                    "" => Value::Null,
                    data => serde_json::from_str(data)?,
                };
                return Ok(Some((name, value("id"), data)));
            }
            let chunk = tokio::time::timeout(PATIENCE, self.response.chunk()).await;
            match chunk.context("nothing comes any more")?? {
                Some(octets) => self.text.push_str(std::str::from_utf8(&octets)?),
                None => return Ok(None),
            }
        }
    }

    /// The next tick.
    pub(crate) async fn tick(&mut self) -> Result<Value> {
        match self.event().await? {
            Some((name, id, data)) if name == "next" => {
                let tick = field("statusUpdates", data)?;
                ensure!(id.as_deref() == tick["cursor"].as_str(), "{id:?}: {tick}");
                Ok(tick)
            }
            other => bail!("{other:?}"),
        }
    }

    /// The next update, and its cursor; positions are passed over.
    pub(crate) async fn update(&mut self) -> Result<(String, Value)> {
        loop {
            let tick = self.tick().await?;
            if !tick["entry"].is_null() {
                let cursor = tick["cursor"].as_str().context("no cursor")?.to_owned();
                return Ok((cursor, tick["entry"]["update"].clone()));
            }
        }
    }

    /// The code with which the stream ends.
    pub(crate) async fn refusal(&mut self) -> Result<String> {
        loop {
            let (name, _, data) = self.event().await?.context("it ended without a word")?;
            let code = data["errors"][0]["extensions"]["code"].as_str();
            if let Some(code) = code {
                let end = self.event().await?;
                ensure!(
                    matches!(&end, Some((name, ..)) if name == "complete"),
                    "{end:?}"
                );
                ensure!(self.event().await?.is_none(), "it goes on");
                return Ok(code.to_owned());
            }
            ensure!(name == "next", "it ended without a code");
        }
    }
}
