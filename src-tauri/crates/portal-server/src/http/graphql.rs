//! `POST /graphql`, as the GraphQL-over-HTTP specification has it.
//!
//! A client that accepts `application/graphql-response+json` gets that type, with status 400 when
//! the document was not executed. Any other gets `application/json`, where the specification asks
//! for 200 whatever the errors. A body that is no GraphQL request gets a 4xx status either way.
//!
//! A client that accepts `text/event-stream` gets events, as [`event_stream`] writes them.
//!
//! A request may say in the header `portal-organization` which organization it is about. When that is not
//! there for whoever calls, nothing is done, and the error's code is `ORGANIZATION_UNAVAILABLE`.

use std::net::IpAddr;

use async_graphql::{ErrorExtensionValues, Request, Response as Answer};
use axum::Extension;
use axum::extract::{self, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use secrecy::{ExposeSecret, SecretString};
use tokio::time::timeout;
use uuid::Uuid;

use super::failure::Refusal;
use super::{Served, body, event_stream, limits};
use crate::auth::{AskedOrganization, KeyOutcome, ResumeOutcome, SessionToken};
use crate::graphql::{Caller, FaultCode, PeerAddress, organization_unavailable};
use crate::store::StoreError;

/// Holds an API key.
const API_SECRET: &str = "api-secret";

/// Holds the id of the organization that a request is about. Without it that is the one the session works in,
/// which another window may have changed since the person saw what they act on.
const PORTAL_ORGANIZATION: &str = "portal-organization";

const JSON: &str = "application/json";
const GRAPHQL_RESPONSE: &str = "application/graphql-response+json";

pub(super) async fn answer(
    State(served): State<Served>,
    Extension(peer): Extension<IpAddr>,
    headers: HeaderMap,
    request: extract::Request,
) -> Result<Response, Refusal> {
    takes_json(&headers)?;
    let credentials = Credentials::presented(&headers)?;
    let asked = asked(&headers);
    let peer = served.proxies.origin(peer, &headers);
    let request = read(request).await?;
    let work = served.clone();
    if event_stream::is_wanted(&headers) {
        let admitted = async move { work.admit(request, credentials, asked, peer).await };
        let admitted = served.in_time(admitted).await?;
        return Ok(event_stream::reply(&served, admitted));
    }
    let answer = async move {
        Ok(match work.admit(request, credentials, asked, peer).await? {
            Ok(request) => work.schema.execute(request).await,
            Err(answer) => answer,
        })
    };
    Ok(reply(&headers, served.in_time(answer).await?))
}

impl Served {
    /// Does a part of a request in a task of its own, which outlives the request: a mutation that was begun is finished
    /// even when the client hangs up, and no transaction is cancelled half-way (sqlx#4393).
    async fn in_time<T: Send + 'static>(
        &self,
        part: impl Future<Output = Result<T, Refusal>> + Send + 'static,
    ) -> Result<T, Refusal> {
        timeout(limits::ANSWER_WITHIN, self.work.spawn(part))
            .await
            .map_err(|_| {
                tracing::error!("a request took too long");
                Refusal::internal(StatusCode::SERVICE_UNAVAILABLE, "The portal is too busy.")
            })?
            .map_err(|error| {
                tracing::error!(%error, "a request was cut short");
                Refusal::internal(StatusCode::INTERNAL_SERVER_ERROR, "The portal failed.")
            })?
    }

    /// The request with who calls, or the answer to one that can't be carried out for them.
    async fn admit(
        &self,
        request: Request,
        credentials: Credentials,
        asked: AskedOrganization,
        peer: IpAddr,
    ) -> Result<Result<Request, Answer>, Refusal> {
        let caller = self.recognize(credentials, asked, peer).await?;
        Ok(match caller {
            Some(caller) => Ok(request.data(caller).data(PeerAddress(peer))),
            None => Err(organization_unavailable()),
        })
    }

    /// Who calls; `None` when the organization that is `asked` about is not there for them. It makes no
    /// difference to nobody, who has none.
    async fn recognize(
        &self,
        credentials: Credentials,
        asked: AskedOrganization,
        peer: IpAddr,
    ) -> Result<Option<Caller>, Refusal> {
        let failed = |error: StoreError| {
            tracing::error!(%error, "the caller can't be looked up");
            Refusal::internal(StatusCode::INTERNAL_SERVER_ERROR, "The portal failed.")
        };
        match credentials {
            Credentials::None => Ok(Some(Caller::Anonymous)),
            Credentials::Session(token) => {
                let sessions = &self.portal.sessions;
                Ok(
                    match sessions.resume(&token, asked).await.map_err(failed)? {
                        ResumeOutcome::Resumed(session) => Some(Caller::Session(session)),
                        ResumeOutcome::Ended => Some(Caller::Anonymous),
                        ResumeOutcome::OrganizationUnavailable => None,
                    },
                )
            }
            Credentials::Key { secret, client } => {
                let callers = &self.portal.key_callers;
                let outcome = callers
                    .recognize(secret.expose_secret(), client.as_deref(), peer)
                    .await
                    .map_err(failed)?;
                match outcome {
                    KeyOutcome::Accepted(key) => Ok(asked
                        .admits(key.organization.id)
                        .then_some(Caller::Key(key))),
                    KeyOutcome::Refused => {
                        Err(Refusal::unauthenticated("This API key is not accepted."))
                    }
                    KeyOutcome::TooMany { retry_after } => Err(Refusal::too_many(
                        "This API key is used too often. Try again later.",
                        retry_after,
                    )),
                    KeyOutcome::TooManyRefused { retry_after } => Err(Refusal::too_many(
                        "Too many API keys from this network were not accepted. Try again later.",
                        retry_after,
                    )),
                }
            }
        }
    }
}

/// What a client proves itself with.
enum Credentials {
    /// Nothing: enough to sign in.
    None,
    /// A session.
    Session(SessionToken),
    /// An API key.
    Key {
        /// The key itself.
        secret: SecretString,
        /// What sent it, as it calls itself.
        client: Option<String>,
    },
}

impl Credentials {
    fn presented(headers: &HeaderMap) -> Result<Self, Refusal> {
        let bearer = headers.get(header::AUTHORIZATION);
        if let Some(secret) = headers.get(API_SECRET) {
            let refused = Refusal::unauthenticated("This API key is not accepted.");
            // Two who call at once are nobody.
            if bearer.is_some() || headers.get_all(API_SECRET).iter().count() > 1 {
                return Err(refused);
            }
            let client = headers.get(header::USER_AGENT);
            return Ok(Self::Key {
                secret: secret.to_str().map_err(|_| refused)?.into(),
                client: client
                    .and_then(|client| client.to_str().ok())
                    .map(str::to_owned),
            });
        }
        let Some(value) = bearer else {
            return Ok(Self::None);
        };
        value
            .to_str()
            .ok()
            .and_then(|text| text.split_once(' '))
            .filter(|(scheme, _)| scheme.eq_ignore_ascii_case("bearer"))
            .map(|(_, token)| Self::Session(SessionToken::presented(token.trim())))
            .ok_or(Refusal::unauthenticated(
                "The header Authorization is not a bearer token.",
            ))
    }
}

fn asked(headers: &HeaderMap) -> AskedOrganization {
    let mut named = headers.get_all(PORTAL_ORGANIZATION).iter();
    match (named.next(), named.next()) {
        (None, _) => AskedOrganization::OfCaller,
        (Some(id), None) => id
            .to_str()
            .ok()
            .and_then(|id| Uuid::try_parse(id).ok())
            .map_or(AskedOrganization::None, AskedOrganization::Id),
        // One request is about one organization.
        (Some(_), Some(_)) => AskedOrganization::None,
    }
}

/// A page of another origin can send forms and text without asking, but not JSON.
fn takes_json(headers: &HeaderMap) -> Result<(), Refusal> {
    let is_json = headers
        .get(header::CONTENT_TYPE)
        .and_then(|value| value.to_str().ok())
        .and_then(|value| value.split(';').next())
        .is_some_and(|essence| essence.trim().eq_ignore_ascii_case(JSON));
    is_json.then_some(()).ok_or(Refusal::invalid(
        StatusCode::UNSUPPORTED_MEDIA_TYPE,
        "The body of a request is application/json.",
    ))
}

async fn read(request: extract::Request) -> Result<Request, Refusal> {
    let bytes = body::read(request).await?;
    if bytes.trim_ascii_start().starts_with(b"[") {
        return Err(Refusal::invalid(
            StatusCode::BAD_REQUEST,
            "A request has one operation; batches are not answered.",
        ));
    }
    serde_json::from_slice(&bytes)
        .ok()
        .filter(|request: &Request| !request.query.is_empty())
        .ok_or(Refusal::invalid(
            StatusCode::BAD_REQUEST,
            "The body is not a GraphQL request.",
        ))
}

/// The answer with a code in each error.
pub(super) fn coded(mut answer: Answer) -> Answer {
    for error in &mut answer.errors {
        // What has no code came from parsing and validation.
        let extensions = error
            .extensions
            .get_or_insert_with(ErrorExtensionValues::default);
        if extensions.get("code").is_none() {
            extensions.set("code", FaultCode::InvalidRequest.as_str());
        }
    }
    answer
}

fn reply(headers: &HeaderMap, answer: Answer) -> Response {
    let answer = coded(answer);
    let modern = headers
        .get_all(header::ACCEPT)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .any(|value| value.contains(GRAPHQL_RESPONSE));
    let executed = answer.errors.iter().all(|error| !error.path.is_empty());
    let (content_type, status) = match (modern, executed) {
        (false, _) => (JSON, StatusCode::OK),
        (true, true) => (GRAPHQL_RESPONSE, StatusCode::OK),
        (true, false) => (GRAPHQL_RESPONSE, StatusCode::BAD_REQUEST),
    };
    let Ok(body) = serde_json::to_vec(&answer) else {
        tracing::error!("an answer can't be written as JSON");
        return Refusal::internal(StatusCode::INTERNAL_SERVER_ERROR, "The portal failed.")
            .into_response();
    };
    let headers = [
        (header::CONTENT_TYPE, content_type),
        (header::CACHE_CONTROL, "no-store"),
    ];
    (status, headers, body).into_response()
}
