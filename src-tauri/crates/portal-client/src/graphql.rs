//! One GraphQL operation: sent, answered, read.

use cynic::{GraphQlResponse, Operation};
use reqwest::header::HeaderValue;
use reqwest::{Client, RequestBuilder};
use secrecy::zeroize::Zeroizing;
use secrecy::{ExposeSecret, SecretString};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use url::Url;

use crate::error::ClientError;
use crate::reply;

/// The largest reply of the contract is far below this.
const LIMIT: usize = 1024 * 1024;
/// Longer codes, or ones of other characters, are not handed on.
const LONGEST_CODE: usize = 64;

/// What the contract promises to say about a fault.
#[derive(Deserialize)]
struct Extensions {
    code: Option<String>,
}

/// Names the organization that a request is about.
const ORGANIZATION: &str = "portal-organization";

/// A session that asks about an organization.
#[derive(Clone, Copy, Debug)]
pub struct Caller<'a> {
    /// The session's token.
    pub token: &'a SecretString,
    /// The id of the organization; `None`: the one that was chosen last in this session.
    pub organization: Option<&'a str>,
}

/// Who asks.
#[derive(Clone, Copy)]
pub(crate) enum Credentials<'a> {
    /// Nobody in particular.
    None,
    /// The holder of a session's token.
    Session {
        token: &'a SecretString,
        /// The organization that the request is about; `None` for what is about the account alone.
        organization: Option<&'a str>,
    },
    /// The holder of an API key's secret.
    ApiKey(&'a SecretString),
}

impl<'a> From<Caller<'a>> for Credentials<'a> {
    fn from(caller: Caller<'a>) -> Self {
        Self::Session {
            token: caller.token,
            organization: caller.organization,
        }
    }
}

impl<'a> Credentials<'a> {
    /// Of a session, for what is about the account alone.
    pub(crate) fn account(token: &'a SecretString) -> Self {
        Self::Session {
            token,
            organization: None,
        }
    }

    pub(crate) fn add_to(self, request: RequestBuilder) -> Result<RequestBuilder, ClientError> {
        Ok(match self {
            Self::None => request,
            Self::Session {
                token,
                organization,
            } => {
                let request = request.bearer_auth(token.expose_secret());
                match organization {
                    None => request,
                    Some(id) => {
                        // What can't even be sent is no organization.
                        let id = HeaderValue::from_str(id)
                            .map_err(|_| ClientError::OrganizationUnavailable)?;
                        request.header(ORGANIZATION, id)
                    }
                }
            }
            Self::ApiKey(secret) => {
                // What can't even be sent is no key.
                let mut value = HeaderValue::from_str(secret.expose_secret())
                    .map_err(|_| ClientError::ApiKeyRefused)?;
                value.set_sensitive(true);
                request.header("api-secret", value)
            }
        })
    }

    /// What it means when the portal does not know who asks.
    fn refused(self) -> ClientError {
        match self {
            Self::None | Self::Session { .. } => ClientError::Unauthenticated,
            Self::ApiKey(_) => ClientError::ApiKeyRefused,
        }
    }
}

/// Runs one operation, once.
pub(crate) async fn run<Answer, Variables>(
    http: &Client,
    endpoint: &Url,
    operation: &Operation<Answer, Variables>,
    credentials: Credentials<'_>,
) -> Result<Answer, ClientError>
where
    Answer: DeserializeOwned,
    Variables: Serialize,
{
    let request = credentials.add_to(http.post(endpoint.clone()).json(operation))?;
    send(request).await.map_err(|error| match error {
        ClientError::Unauthenticated => credentials.refused(),
        error => error,
    })
}

async fn send<Answer: DeserializeOwned>(request: RequestBuilder) -> Result<Answer, ClientError> {
    let response = request.send().await.map_err(ClientError::unanswered)?;
    reply::check_status(&response)?;
    let status = response.status().as_u16();
    match reply::media_type(&response).as_deref() {
        Some("application/json" | "application/graphql-response+json") => {}
        _ => {
            return Err(ClientError::ReplyInvalid {
                detail: format!("it is not JSON (status {status})"),
            });
        }
    }
    // It may hold a token or another secret.
    let body = Zeroizing::new(reply::body(response, LIMIT).await?);
    read(status, &body)
}

/// Reads a result.
pub(crate) fn read<Answer: DeserializeOwned>(
    status: u16,
    body: &[u8],
) -> Result<Answer, ClientError> {
    let reply: GraphQlResponse<Answer, Extensions> =
        serde_json::from_slice(body).map_err(|error| ClientError::misshapen(&error))?;
    if let Some(error) = reply.errors.into_iter().flatten().next() {
        let code = error
            .extensions
            .and_then(|extensions| extensions.code)
            .filter(|code| is_code(code));
        return Err(match code.as_deref() {
            Some("UNAUTHENTICATED") => ClientError::Unauthenticated,
            Some("CONFIRMATION_REQUIRED") => ClientError::ConfirmationRequired,
            Some("MFA_ENROLLMENT_REQUIRED") => ClientError::MfaEnrollmentRequired,
            Some("ORGANIZATION_UNAVAILABLE") => ClientError::OrganizationUnavailable,
            Some("FORBIDDEN") => ClientError::NotAllowed,
            _ => ClientError::Faulted { status, code },
        });
    }
    reply.data.ok_or_else(|| ClientError::ReplyInvalid {
        detail: "it holds no data".into(),
    })
}

fn is_code(code: &str) -> bool {
    code.len() <= LONGEST_CODE
        && code
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || byte == b'_')
}
