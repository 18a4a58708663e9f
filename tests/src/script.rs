//! A program that asks a portal as a signed-in person, without the app.

use anyhow::{Context, Result, ensure};
use reqwest::Client;
use serde_json::{Value, json};
use uuid::Uuid;

const SIGN_IN: &str = "mutation ($email: String!, $password: String!) { signIn(input: {
    email: $email, password: $password, client: \"A script\" }) { ... on SignedIn { token } } }";

/// A session of somebody.
#[derive(Debug)]
pub struct Script {
    client: Client,
    graphql: String,
    token: Option<String>,
    organization: Option<Uuid>,
}

impl Script {
    /// Signs somebody in at a portal, such as `http://127.0.0.1:40123`.
    ///
    /// # Errors
    /// When the portal doesn't know them.
    pub async fn sign_in(portal: &str, email: &str, password: &str) -> Result<Self> {
        let _installed = rustls::crypto::ring::default_provider().install_default();
        let mut script = Self {
            client: Client::builder().no_proxy().build()?,
            graphql: format!("{portal}/graphql"),
            token: None,
            organization: None,
        };
        let who = json!({ "email": email, "password": password });
        let answer = script.ask(SIGN_IN, who).await?;
        let token = answer["signIn"]["token"].as_str();
        script.token = Some(token.with_context(|| answer.to_string())?.to_owned());
        Ok(script)
    }

    /// The same, where all that is asked is about this organization.
    #[must_use]
    pub fn about(self, organization: Uuid) -> Self {
        Self {
            organization: Some(organization),
            ..self
        }
    }

    /// What the portal answers.
    ///
    /// # Errors
    /// When it answers with an error, or not at all.
    pub async fn ask(&self, document: &str, variables: Value) -> Result<Value> {
        let body = json!({ "query": document, "variables": variables });
        let mut request = self.client.post(&self.graphql).json(&body);
        if let Some(token) = &self.token {
            request = request.bearer_auth(token);
        }
        if let Some(organization) = self.organization {
            request = request.header("portal-organization", organization.to_string());
        }
        let mut answer: Value = request.send().await?.error_for_status()?.json().await?;
        ensure!(answer["errors"].is_null(), "{answer}");
        Ok(answer["data"].take())
    }
}
