//! Measures what account security costs: `cargo xtask bench security`.
//!
//! A portal on SQLite answers over HTTP on loopback. What is compared runs in turns, so that a busy
//! machine slows both down alike: signing in against one password hash of the same work, an unknown
//! account against a wrong password, and requests with an API key against a page that asks no database.

use std::net::{Ipv4Addr, SocketAddr};
use std::num::NonZeroU32;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

use anyhow::{Context, Result, ensure};
use portal_server::auth::{Argon2id, AttemptPolicy, KeyPolicy, PasswordHashing};
use portal_server::{PortalConfig, RunningPortal, sample};
use reqwest::{Client, RequestBuilder};
use secrecy::SecretString;
use serde_json::{Value, json};

const LINUS: &str = "linus@borealis.example";
const NOBODY: &str = "nobody@acme.example";
const SIGN_IN: &str = "mutation ($email: String!, $password: String!) { signIn(input: {
    email: $email, password: $password, client: \"Benchmark\" }) { __typename
    ... on SignedIn { token } } }";
const CREATE: &str = "mutation { createApiKey(input: { name: \"Benchmark\",
    idempotencyKey: \"the only key of the benchmark\" }) { ... on ApiKeyIssued { secret } } }";
const VIEWER: &str = "{ viewer { id email displayName organization { id name kind viewerRoles }
    preferences { toastNotifications theme } } }";

/// More than are asked for.
const MANY: NonZeroU32 = NonZeroU32::new(1_000_000).unwrap();

/// What a sign-in may take besides its hash, in milliseconds.
const BESIDES: f64 = 20.0;

/// How far the two refusals may be apart.
const APART: f64 = 0.05;

/// Requests per second that a key gets at least.
const WITH_KEY: f64 = 1_000.0;

/// Requests under way at a time when throughput is measured.
const CLIENTS: usize = 16;

#[tokio::main]
async fn main() -> Result<()> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let tries: usize = arguments.first().context("how many tries?")?.parse()?;
    let directory = tempfile::tempdir()?;
    let portal = start(directory.path(), MANY).await?;
    let bench = Bench::of(&portal)?;
    bench.signing_in(tries).await?;
    bench
        .unknown_accounts(tries, "WrongCredentials", "wrong password")
        .await?;
    refused_unheard(directory.path(), tries).await?;
    bench.keys().await?;
    portal.stop().await;
    Ok(())
}

/// The same for accounts whose attempts are used up elsewhere.
async fn refused_unheard(directory: &Path, tries: usize) -> Result<()> {
    let portal = start(directory, NonZeroU32::MIN).await?;
    let bench = Bench::of(&portal)?;
    for email in [NOBODY, LINUS] {
        bench.sign_in(email, "wrong", "WrongCredentials").await?;
    }
    let bench = Bench {
        address: "198.51.100.1",
        ..bench
    };
    bench
        .unknown_accounts(tries, "TooManyAttempts", "known account")
        .await?;
    portal.stop().await;
    Ok(())
}

/// A portal that refuses nobody for asking often, beyond attempts on one account.
async fn start(directory: &Path, per_account: NonZeroU32) -> Result<RunningPortal> {
    let _installed = rustls::crypto::ring::default_provider().install_default();
    let database = format!("sqlite:{}", directory.join("portal.db").display());
    let listen = SocketAddr::from((Ipv4Addr::LOCALHOST, 0));
    let config = PortalConfig {
        sample_data: true,
        attempts: AttemptPolicy {
            per_account_and_peer: MANY,
            per_account,
            account_recovery: Duration::from_secs(3_600),
            per_peer: MANY,
            ..AttemptPolicy::default()
        },
        keys: KeyPolicy {
            per_second: MANY,
            burst: MANY,
            ..KeyPolicy::default()
        },
        trusted_proxies: vec!["127.0.0.1/32".parse()?],
        ..PortalConfig::new(
            listen,
            database.parse()?,
            directory.join("objects").into(),
            directory.join("portal.key"),
        )
    };
    Ok(portal_server::start(config).await?)
}

struct Bench {
    client: Client,
    origin: String,
    /// Where requests come from, as the portal is told.
    address: &'static str,
}

impl Bench {
    fn of(portal: &RunningPortal) -> Result<Self> {
        Ok(Self {
            client: Client::builder().no_proxy().build()?,
            origin: format!("http://{}", portal.address()),
            address: "203.0.113.1",
        })
    }

    fn post(&self, query: &str, variables: &Value) -> RequestBuilder {
        let body = json!({ "query": query, "variables": variables });
        self.client
            .post(format!("{}/graphql", self.origin))
            .header("x-forwarded-for", self.address)
            .json(&body)
    }

    async fn ask(&self, query: &str, variables: Value, token: Option<&str>) -> Result<Value> {
        let mut request = self.post(query, &variables);
        if let Some(token) = token {
            request = request.bearer_auth(token);
        }
        let answer: Value = request.send().await?.error_for_status()?.json().await?;
        ensure!(answer["errors"].is_null(), "{answer}");
        Ok(answer["data"].clone())
    }

    async fn sign_in(&self, email: &str, password: &str, outcome: &str) -> Result<Value> {
        let variables = json!({ "email": email, "password": password });
        let mut data = self.ask(SIGN_IN, variables, None).await?;
        ensure!(data["signIn"]["__typename"] == outcome, "{data}");
        Ok(data["signIn"].take())
    }

    /// One sign-in takes one hash and little more.
    async fn signing_in(&self, tries: usize) -> Result<()> {
        let hashing = Arc::new(Argon2id::default());
        let password = || SecretString::from(sample::PASSWORD);
        let hash = hashing.hash(&password(), &[7; 16])?;
        let (mut signing_in, mut one_hash) = (Vec::new(), Vec::new());
        for _ in 0..tries {
            let begun = Instant::now();
            self.sign_in(LINUS, sample::PASSWORD, "SignedIn").await?;
            signing_in.push(begun.elapsed());
            let (hashing, hash, password) = (Arc::clone(&hashing), hash.clone(), password());
            let begun = Instant::now();
            let verify = move || hashing.verify(&password, &hash);
            ensure!(tokio::task::spawn_blocking(verify).await??);
            one_hash.push(begun.elapsed());
        }
        let (signing_in, one_hash) = (median(signing_in), median(one_hash));
        println!("Signing in, medians of {tries}");
        println!("  one password hash  {one_hash:>8.2} ms");
        println!("  a whole sign-in    {signing_in:>8.2} ms");
        let besides = signing_in - one_hash;
        println!("  besides the hash   {besides:>8.2} ms\n");
        ensure!(
            besides < BESIDES,
            "a sign-in takes too long besides its hash"
        );
        Ok(())
    }

    /// The time that a refusal takes does not tell whether there is such an account.
    async fn unknown_accounts(&self, tries: usize, outcome: &str, known_as: &str) -> Result<()> {
        let (mut unknown, mut known) = (Vec::new(), Vec::new());
        for _ in 0..tries {
            for (email, times) in [(NOBODY, &mut unknown), (LINUS, &mut known)] {
                let begun = Instant::now();
                self.sign_in(email, "not the password", outcome).await?;
                times.push(begun.elapsed());
            }
        }
        let (unknown, known) = (median(unknown), median(known));
        println!("{outcome}, medians of {tries} each, in turns");
        println!("  unknown account    {unknown:>8.2} ms");
        println!("  {known_as:<17}  {known:>8.2} ms");
        println!("  ratio              {:>8.3}\n", unknown / known);
        ensure!(
            (unknown / known - 1.0).abs() <= APART,
            "the time of a refusal tells something"
        );
        Ok(())
    }

    async fn keys(&self) -> Result<()> {
        let session = self.sign_in(LINUS, sample::PASSWORD, "SignedIn").await?;
        let created = self
            .ask(CREATE, Value::Null, session["token"].as_str())
            .await?;
        let secret = created["createApiKey"]["secret"]
            .as_str()
            .context("no key")?;
        let page = format!("{}/.well-known/portal", self.origin);
        let (mut with_key, mut without) = (Vec::new(), Vec::new());
        for _ in 0..3 {
            let request = || self.post(VIEWER, &Value::Null).header("api-secret", secret);
            with_key.push(throughput(request).await?);
            without.push(throughput(|| self.client.get(&page)).await?);
        }
        let (with_key, without) = (middle(with_key), middle(without));
        println!("Requests per second, {CLIENTS} at a time, median of 3 runs in turns");
        println!("  `viewer` with an API key  {with_key:>8.0}");
        println!("  a page without database   {without:>8.0}");
        println!("  ratio                     {:>8.3}", with_key / without);
        ensure!(with_key >= WITH_KEY, "requests with a key are too slow");
        Ok(())
    }
}

/// How many requests are answered in a second.
async fn throughput(request: impl Fn() -> RequestBuilder) -> Result<f64> {
    const LASTING: Duration = Duration::from_secs(3);
    let answered = Arc::new(AtomicU64::new(0));
    let begun = Instant::now();
    let clients: Vec<_> = (0..CLIENTS)
        .map(|_| {
            let (answered, request) = (Arc::clone(&answered), request());
            tokio::spawn(async move {
                while begun.elapsed() < LASTING {
                    let again = request.try_clone().context("a request can't be repeated")?;
                    let answer = again.send().await?.error_for_status()?.text().await?;
                    ensure!(!answer.contains("\"errors\""), "{answer}");
                    answered.fetch_add(1, Ordering::Relaxed);
                }
                anyhow::Ok(())
            })
        })
        .collect();
    for client in clients {
        client.await??;
    }
    Ok(answered.load(Ordering::Relaxed) as f64 / begun.elapsed().as_secs_f64())
}

/// In milliseconds.
fn median(times: Vec<Duration>) -> f64 {
    middle(
        times
            .into_iter()
            .map(|time| time.as_secs_f64() * 1e3)
            .collect(),
    )
}

fn middle(mut figures: Vec<f64>) -> f64 {
    figures.sort_by(f64::total_cmp);
    figures[figures.len() / 2]
}
