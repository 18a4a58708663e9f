//! A portal in this process, reached over real HTTP.

use std::net::{Ipv4Addr, SocketAddr};
use std::sync::Arc;

use anyhow::{Context, Result, ensure};
use portal_server::administration::Administration;
use portal_server::store::Store;
use portal_server::surroundings::{Surroundings, SystemRandomness};
use portal_server::{PortalConfig, RunningPortal, sample};
use reqwest::{Client, RequestBuilder, Response, StatusCode};
use serde_json::{Value, json};

use super::{Backend, ObservedHashing, Place, SettableClock};

pub(crate) const ADA: &str = "ada@acme.example";
pub(crate) const GRACE: &str = "grace@acme.example";
pub(crate) const LINUS: &str = "linus@borealis.example";
pub(crate) const MEI: &str = "mei@cobalt.example";
pub(crate) const PASSWORD: &str = sample::PASSWORD;

const SIGN_IN: &str = "mutation ($input: SignInInput!) { signIn(input: $input) { __typename
    ... on SignedIn { token expiresAt viewer { id email displayName } }
    ... on SecondFactorRequired { challenge expiresAt }
    ... on WrongCredentials { message }
    ... on TooManyAttempts { retryAfterSeconds } } }";

/// A running portal with sample data, the clock in the test's hand.
pub(crate) struct TestPortal {
    pub(crate) place: Place,
    pub(crate) clock: SettableClock,
    pub(crate) hashing: Arc<ObservedHashing>,
    pub(crate) operator: Administration,
    pub(crate) store: Store,
    running: RunningPortal,
    client: Client,
}

impl TestPortal {
    pub(crate) async fn start(backend: Backend) -> Result<Self> {
        Self::start_with(backend, ObservedHashing::default()).await
    }

    pub(crate) async fn start_with(backend: Backend, hashing: ObservedHashing) -> Result<Self> {
        let place = Place::new(backend).await?;
        Self::start_at(place, SettableClock::default(), hashing).await
    }

    async fn start_at(
        place: Place,
        clock: SettableClock,
        hashing: ObservedHashing,
    ) -> Result<Self> {
        let hashing = Arc::new(hashing);
        let surroundings = Surroundings {
            clock: Arc::new(clock.clone()),
            randomness: Arc::new(SystemRandomness),
        };
        let config = PortalConfig {
            name: "Test portal".to_owned(),
            sample_data: true,
            hashing: hashing.clone(),
            surroundings: surroundings.clone(),
            ..PortalConfig::new(
                SocketAddr::from((Ipv4Addr::LOCALHOST, 0)),
                place.database.clone(),
                place.objects(),
                place.key_file(),
            )
        };
        let running = portal_server::start(config).await?;
        let store = place.open().await?;
        Ok(Self {
            operator: Administration::new(store.clone(), surroundings),
            store,
            place,
            clock,
            hashing,
            running,
            client: http()?,
        })
    }

    /// Stops the portal and starts another over the same data, at the same time of day.
    pub(crate) async fn restart(self) -> Result<Self> {
        self.running.stop().await;
        Self::start_at(self.place, self.clock, ObservedHashing::default()).await
    }

    /// Stops the portal; its data stays until the answer is dropped.
    pub(crate) async fn stop(self) -> (Place, Store) {
        self.running.stop().await;
        (self.place, self.store)
    }

    pub(crate) fn address(&self) -> SocketAddr {
        self.running.address()
    }

    pub(crate) fn url(&self, path: &str) -> String {
        format!("http://{}{path}", self.address())
    }

    pub(crate) async fn get(&self, path: &str) -> Result<Response> {
        Ok(self.client.get(self.url(path)).send().await?)
    }

    /// A `POST /graphql` to be completed.
    pub(crate) fn post(&self) -> RequestBuilder {
        self.client.post(self.url("/graphql"))
    }

    /// What the portal answers to a document, errors included.
    pub(crate) async fn ask(
        &self,
        token: Option<&str>,
        query: &str,
        variables: Value,
    ) -> Result<Value> {
        let request = self
            .post()
            .json(&json!({ "query": query, "variables": variables }));
        let request = match token {
            Some(token) => request.bearer_auth(token),
            None => request,
        };
        let response = request.send().await?;
        ensure!(response.status() == StatusCode::OK, "{response:?}");
        Ok(response.json().await?)
    }

    /// The data the portal answers to a document that it must be able to answer.
    pub(crate) async fn data(&self, token: &str, query: &str, variables: Value) -> Result<Value> {
        let mut answer = self.ask(Some(token), query, variables).await?;
        ensure!(answer.get("errors").is_none(), "{answer}");
        Ok(answer["data"].take())
    }

    /// What the portal answers to one field, without an alias, that it must be able to answer.
    pub(crate) async fn answer(
        &self,
        token: &str,
        document: &str,
        variables: Value,
    ) -> Result<Value> {
        let data = self.data(token, document, variables).await?;
        let field = data.as_object().and_then(|data| data.values().next());
        Ok(field.with_context(|| document.to_owned())?.clone())
    }

    /// What the portal answers to a program with a key.
    pub(crate) async fn ask_with_key(&self, secret: &str, query: &str) -> Result<Response> {
        let request = self.post().header("api-secret", secret);
        Ok(request.json(&json!({ "query": query })).send().await?)
    }

    /// What the portal answers to an attempt to sign in.
    pub(crate) async fn attempt(&self, email: &str, password: &str) -> Result<Value> {
        let input = json!({ "email": email, "password": password, "client": "Tests" });
        let mut answer = self.ask(None, SIGN_IN, json!({ "input": input })).await?;
        ensure!(answer.get("errors").is_none(), "{answer}");
        Ok(answer["data"]["signIn"].take())
    }

    /// The token of a new session of a sample account.
    pub(crate) async fn sign_in(&self, email: &str) -> Result<String> {
        let answer = self.attempt(email, PASSWORD).await?;
        let token = answer["token"].as_str();
        Ok(token.with_context(|| answer.to_string())?.to_owned())
    }

    /// The code with which the portal refuses to say who is signed in; none when it says.
    pub(crate) async fn refusal(&self, token: &str) -> Result<Option<String>> {
        let answer = self
            .ask(Some(token), "{ viewer { id } }", Value::Null)
            .await?;
        Ok(code(&answer).map(str::to_owned))
    }
}

/// The code of the first error.
pub(crate) fn code(answer: &Value) -> Option<&str> {
    answer["errors"][0]["extensions"]["code"].as_str()
}

/// A client that goes straight to where it is sent.
pub(crate) fn http() -> Result<Client> {
    // Fails when a provider is installed already, which is just as well.
    let _installed = rustls::crypto::ring::default_provider().install_default();
    Ok(Client::builder().no_proxy().build()?)
}
