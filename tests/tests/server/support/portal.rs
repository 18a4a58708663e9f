//! A portal in this process, reached over real HTTP.

use std::net::{Ipv4Addr, SocketAddr};
use std::sync::Arc;

use anyhow::{Context, Result, ensure};
use portal_server::administration::Administration;
use portal_server::auth::{AttemptPolicy, KeyPolicy};
use portal_server::exports::ExportPolicy;
use portal_server::payments::PaymentsConfig;
use portal_server::store::Store;
use portal_server::surroundings::{Surroundings, SystemRandomness};
use portal_server::{PortalConfig, RunningPortal, sample};
use reqwest::{Client, RequestBuilder, Response, StatusCode};
use serde_json::{Value, json};
use tokio::sync::OnceCell;

use super::database::KeptPlace;
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

/// What a test sets differently.
#[derive(Clone, Debug, Default)]
pub(crate) struct Settings {
    pub(crate) attempts: AttemptPolicy,
    pub(crate) keys: KeyPolicy,
    /// Whether the tests are a proxy whose word on addresses counts.
    pub(crate) behind_proxy: bool,
    /// Which payments it takes, if not those of the sandbox.
    pub(crate) payments: Option<PaymentsConfig>,
    pub(crate) exports: ExportPolicy,
}

/// A running portal with sample data, the clock in the test's hand.
pub(crate) struct TestPortal {
    pub(crate) place: Place,
    pub(crate) clock: SettableClock,
    pub(crate) hashing: Arc<ObservedHashing>,
    pub(crate) operator: Administration,
    pub(crate) store: Store,
    pub(crate) surroundings: Surroundings,
    running: RunningPortal,
    client: Client,
    settings: Settings,
}

impl TestPortal {
    pub(crate) async fn start(backend: Backend) -> Result<Self> {
        Self::start_with(backend, ObservedHashing::default()).await
    }

    pub(crate) async fn start_with(backend: Backend, hashing: ObservedHashing) -> Result<Self> {
        let place = with_sample(backend).await?;
        let settings = Settings::default();
        Self::start_at(place, SettableClock::default(), hashing, settings).await
    }

    pub(crate) async fn start_as(backend: Backend, settings: Settings) -> Result<Self> {
        let (place, hashing) = (with_sample(backend).await?, ObservedHashing::default());
        Self::start_at(place, SettableClock::default(), hashing, settings).await
    }

    /// One whose data has nothing in common with that of any other, not even where it comes from.
    pub(crate) async fn start_apart(backend: Backend) -> Result<Self> {
        let (place, hashing) = (Place::new(backend).await?, ObservedHashing::default());
        Self::start_at(
            place,
            SettableClock::default(),
            hashing,
            Settings::default(),
        )
        .await
    }

    async fn start_at(
        place: Place,
        clock: SettableClock,
        hashing: ObservedHashing,
        settings: Settings,
    ) -> Result<Self> {
        let hashing = Arc::new(hashing);
        let surroundings = Surroundings {
            clock: Arc::new(clock.clone()),
            randomness: Arc::new(SystemRandomness),
        };
        let config = config(&place, &surroundings, &hashing, &settings)?;
        let running = portal_server::start(config).await?;
        let store = place.open().await?;
        Ok(Self {
            operator: Administration::new(store.clone(), surroundings.clone()),
            store,
            surroundings,
            place,
            clock,
            hashing,
            running,
            client: http()?,
            settings,
        })
    }

    /// Stops the portal and starts another over the same data, at the same time of day.
    pub(crate) async fn restart(self) -> Result<Self> {
        self.running.stop().await;
        let hashing = ObservedHashing::default();
        Self::start_at(self.place, self.clock, hashing, self.settings).await
    }

    /// As [`restart`](Self::restart), with so many exports running at a time.
    pub(crate) async fn with_workers(mut self, workers: usize) -> Result<Self> {
        self.settings.exports.workers = workers;
        self.restart().await
    }

    /// Another portal over the same data, at the same time of day, where so many exports run at a time.
    pub(crate) async fn beside(&self, workers: usize) -> Result<RunningPortal> {
        let mut settings = self.settings.clone();
        settings.exports.workers = workers;
        let config = config(&self.place, &self.surroundings, &self.hashing, &settings)?;
        Ok(portal_server::start(config).await?)
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
        let request = match token {
            Some(token) => self.post().bearer_auth(token),
            None => self.post(),
        };
        answered(request, query, variables).await
    }

    /// What the portal answers to a session about the organization with this id, whatever the session works in.
    pub(crate) async fn ask_about(
        &self,
        organization: &str,
        token: &str,
        query: &str,
        variables: Value,
    ) -> Result<Value> {
        let request = self.post().bearer_auth(token);
        let request = request.header("portal-organization", organization);
        answered(request, query, variables).await
    }

    /// What the portal answers to one field about the organization with this id, that it must be able to answer.
    pub(crate) async fn answer_about(
        &self,
        organization: &str,
        token: &str,
        document: &str,
        variables: Value,
    ) -> Result<Value> {
        let mut answer = self
            .ask_about(organization, token, document, variables)
            .await?;
        ensure!(answer.get("errors").is_none(), "{answer}");
        let data = answer["data"].take();
        let field = data.as_object().and_then(|data| data.values().next());
        Ok(field.with_context(|| document.to_owned())?.clone())
    }

    /// What the portal answers to a document that comes from `address` through the proxy, without a session.
    pub(crate) async fn ask_from(
        &self,
        address: &str,
        query: &str,
        variables: Value,
    ) -> Result<Value> {
        ensure!(self.settings.behind_proxy, "there is no proxy");
        let request = self.post().header("x-forwarded-for", address);
        answered(request, query, variables).await
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
        let answer = self.ask(None, SIGN_IN, json!({ "input": input })).await?;
        field("signIn", answer)
    }

    /// As [`attempt`](Self::attempt), from `address` through the proxy.
    pub(crate) async fn attempt_from(
        &self,
        address: &str,
        email: &str,
        password: &str,
    ) -> Result<Value> {
        let input = json!({ "email": email, "password": password, "client": "Tests" });
        let answer = self
            .ask_from(address, SIGN_IN, json!({ "input": input }))
            .await?;
        field("signIn", answer)
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

/// A place where the sample data is, as of the clock's beginning: loaded once for all, which takes longer than to copy it.
async fn with_sample(backend: Backend) -> Result<Place> {
    static ON_SQLITE: OnceCell<KeptPlace> = OnceCell::const_new();
    static ON_POSTGRES: OnceCell<KeptPlace> = OnceCell::const_new();
    let sample = match backend {
        Backend::Sqlite => &ON_SQLITE,
        Backend::Postgres => &ON_POSTGRES,
    };
    let load = || async {
        let (place, store) = TestPortal::start_apart(backend).await?.stop().await;
        store.close().await?;
        place.keep()
    };
    sample.get_or_try_init(load).await?.copy().await
}

fn config(
    place: &Place,
    surroundings: &Surroundings,
    hashing: &Arc<ObservedHashing>,
    settings: &Settings,
) -> Result<PortalConfig> {
    Ok(PortalConfig {
        name: "Test portal".to_owned(),
        sample_data: true,
        // Enough for whatever looks at one day; the whole takes longer than many a test.
        sample_days: 2,
        attempts: settings.attempts,
        keys: settings.keys,
        trusted_proxies: match settings.behind_proxy {
            true => vec!["127.0.0.1/32".parse()?],
            false => Vec::new(),
        },
        exports: settings.exports,
        payments: settings.payments.clone().unwrap_or(PaymentsConfig::Sandbox),
        hashing: hashing.clone(),
        surroundings: surroundings.clone(),
        ..PortalConfig::new(
            SocketAddr::from((Ipv4Addr::LOCALHOST, 0)),
            place.database.clone(),
            place.objects(),
            place.key_file(),
        )
    })
}

async fn answered(request: RequestBuilder, query: &str, variables: Value) -> Result<Value> {
    let request = request.json(&json!({ "query": query, "variables": variables }));
    let response = request.send().await?;
    ensure!(response.status() == StatusCode::OK, "{response:?}");
    Ok(response.json().await?)
}

/// The answer of one field that must have one.
pub(crate) fn field(name: &str, mut answer: Value) -> Result<Value> {
    ensure!(answer.get("errors").is_none(), "{answer}");
    Ok(answer["data"][name].take())
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
