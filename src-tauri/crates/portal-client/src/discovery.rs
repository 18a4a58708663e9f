//! Asking a server whether it is a portal.

use std::time::Duration;

use reqwest::{Client, StatusCode};
use serde::Deserialize;
use url::Url;

use crate::address::PortalAddress;
use crate::error::ClientError;
use crate::reply;

/// Where every portal describes itself.
const PATH: &str = "/.well-known/portal";
/// The version of the contract that this client speaks.
const CONTRACT_VERSION: u64 = 1;
/// A description is a few hundred bytes.
const LIMIT: usize = 64 * 1024;

/// What a portal says of itself.
pub(crate) struct Description {
    /// What it calls itself.
    pub(crate) name: String,
    /// Where its GraphQL contract is served.
    pub(crate) graphql: Url,
}

/// The part of the description that holds for every version of the contract.
#[derive(Deserialize)]
struct Versioned {
    contract_version: u64,
}

/// The description in the version that this client speaks.
#[derive(Deserialize)]
struct Document {
    name: String,
    graphql_path: String,
}

/// Reads the description of the portal at `address`, if it comes within `patience`.
pub(crate) async fn describe(
    http: &Client,
    address: &PortalAddress,
    patience: Duration,
) -> Result<Description, ClientError> {
    let url = address
        .at(PATH)
        .ok_or(not_a_portal("it has no well-known address"))?;
    let response =
        http.get(url).timeout(patience).send().await.map_err(
            |error| match ClientError::unanswered(error) {
                ClientError::ReplyInvalid { .. } => not_a_portal("it doesn't speak HTTP"),
                error => error,
            },
        )?;
    match reply::check_status(&response) {
        Err(ClientError::Unauthenticated) => {
            return Err(not_a_portal("its description is not public"));
        }
        outcome => outcome?,
    }
    if response.status() != StatusCode::OK {
        return Err(not_a_portal("it has no description"));
    }
    if reply::media_type(&response).as_deref() != Some("application/json") {
        return Err(not_a_portal("its description is not JSON"));
    }
    read(address, &reply::body(response, LIMIT).await?)
}

fn read(address: &PortalAddress, body: &[u8]) -> Result<Description, ClientError> {
    let Versioned {
        contract_version: version,
    } = serde_json::from_slice(body)
        .map_err(|_| not_a_portal("its description names no contract version"))?;
    if version != CONTRACT_VERSION {
        return Err(ClientError::ContractUnsupported { version });
    }
    let Document { name, graphql_path } =
        serde_json::from_slice(body).map_err(|_| not_a_portal("its description is incomplete"))?;
    let graphql = address
        .at(&graphql_path)
        .ok_or(not_a_portal("its contract lies on another server"))?;
    Ok(Description { name, graphql })
}

fn not_a_portal(detail: &'static str) -> ClientError {
    ClientError::NotAPortal { detail }
}
