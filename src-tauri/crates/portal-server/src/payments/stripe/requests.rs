//! Requests to Stripe.

use std::time::Duration;

use reqwest::header::CONTENT_TYPE;
use reqwest::redirect::Policy;
use reqwest::{Client, RequestBuilder, StatusCode};
use secrecy::{ExposeSecret, SecretString};
use serde::Deserialize;
use serde::de::DeserializeOwned;
use url::form_urlencoded::Serializer;
use url::{Host, Url};

use crate::payments::PaymentsError;
use crate::tls::install_provider;

/// For a connection.
const CONNECT_WITHIN: Duration = Duration::from_secs(5);

/// For a whole request: less than a person waits for an answer of the portal.
const ANSWER_WITHIN: Duration = Duration::from_secs(10);

/// The version of Stripe's API that this speaks, whatever the account is set to.
const API_VERSION: (&str, &str) = ("stripe-version", "2026-10-28.endive");

/// Repeats what it did, and answers the same, for a request with the same key.
const IDEMPOTENCY_KEY: &str = "idempotency-key";

pub(super) struct Requests {
    client: Client,
    secret_key: SecretString,
    api: Url,
}

/// Why Stripe did not do what it was asked for.
#[derive(Debug)]
pub(super) enum StripeFailure {
    /// It was not reached, or has to be asked again.
    Unreachable(String),
    /// It does not do that.
    Refused {
        code: Option<String>,
        message: String,
    },
}

impl From<StripeFailure> for PaymentsError {
    fn from(failure: StripeFailure) -> Self {
        match failure {
            StripeFailure::Unreachable(how) => Self::Unreachable(how),
            StripeFailure::Refused { code, message } => match code.as_deref() {
                Some("resource_missing") => Self::Missing(message),
                _ => Self::Refused(message),
            },
        }
    }
}

#[derive(Deserialize)]
struct Refusal {
    error: RefusalDetail,
}

#[derive(Deserialize)]
struct RefusalDetail {
    code: Option<String>,
    message: Option<String>,
}

impl Requests {
    pub(super) fn new(secret_key: SecretString, api: Url) -> Result<Self, PaymentsError> {
        install_provider();
        let is_of_this_machine = match api.host() {
            Some(Host::Ipv4(address)) => address.is_loopback(),
            Some(Host::Ipv6(address)) => address.is_loopback(),
            Some(Host::Domain(name)) => name == "localhost",
            None => false,
        };
        let mut builder = Client::builder()
            .user_agent(concat!("portal-server/", env!("CARGO_PKG_VERSION")))
            .connect_timeout(CONNECT_WITHIN)
            .timeout(ANSWER_WITHIN)
            .redirect(Policy::none())
            .https_only(!is_of_this_machine);
        if is_of_this_machine {
            builder = builder.no_proxy();
        }
        let client = builder
            .build()
            .map_err(|error| PaymentsError::Unreachable(error.to_string()))?;
        Ok(Self {
            client,
            secret_key,
            api,
        })
    }

    pub(super) async fn get<T: DeserializeOwned>(
        &self,
        path: &[&str],
        query: &[(&str, &str)],
    ) -> Result<T, StripeFailure> {
        let mut url = self.url(path)?;
        url.query_pairs_mut().extend_pairs(query);
        self.answer(self.client.get(url)).await
    }

    pub(super) async fn post<T: DeserializeOwned>(
        &self,
        path: &[&str],
        form: &[(&str, String)],
        key: Option<&str>,
    ) -> Result<T, StripeFailure> {
        let body = Serializer::new(String::new()).extend_pairs(form).finish();
        let mut request = self
            .client
            .post(self.url(path)?)
            .header(CONTENT_TYPE, "application/x-www-form-urlencoded")
            .body(body);
        if let Some(key) = key {
            request = request.header(IDEMPOTENCY_KEY, key);
        }
        self.answer(request).await
    }

    fn url(&self, path: &[&str]) -> Result<Url, StripeFailure> {
        let mut url = self.api.clone();
        let no_base = |()| StripeFailure::Unreachable("its address is none".to_owned());
        url.path_segments_mut()
            .map_err(no_base)?
            .pop_if_empty()
            .push("v1")
            .extend(path);
        Ok(url)
    }

    async fn answer<T: DeserializeOwned>(
        &self,
        request: RequestBuilder,
    ) -> Result<T, StripeFailure> {
        let unreachable =
            |error: reqwest::Error| StripeFailure::Unreachable(error.without_url().to_string());
        let key = self.secret_key.expose_secret();
        let (name, version) = API_VERSION;
        let request = request.header(name, version).bearer_auth(key);
        let response = request.send().await.map_err(unreachable)?;
        let status = response.status();
        let body = response.bytes().await.map_err(unreachable)?;
        if status.is_success() {
            return serde_json::from_slice(&body)
                .map_err(|error| StripeFailure::Unreachable(format!("its answer: {error}")));
        }
        let detail = serde_json::from_slice::<Refusal>(&body).ok();
        let (code, message) = match detail {
            Some(refusal) => (refusal.error.code, refusal.error.message),
            None => (None, None),
        };
        let message = message.unwrap_or_else(|| status.to_string());
        // All others of its refusals are final.
        let to_be_repeated = status.is_server_error()
            || matches!(
                status,
                StatusCode::CONFLICT | StatusCode::TOO_MANY_REQUESTS | StatusCode::REQUEST_TIMEOUT
            );
        Err(match to_be_repeated {
            true => StripeFailure::Unreachable(message),
            false => StripeFailure::Refused { code, message },
        })
    }
}
