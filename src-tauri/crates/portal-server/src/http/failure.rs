//! Requests that don't get as far as the schema. All are told in the form of GraphQL errors, so
//! that a client reads one form.

use std::time::Duration;

use axum::Json;
use axum::http::header::{RETRY_AFTER, WWW_AUTHENTICATE};
use axum::http::{HeaderValue, StatusCode};
use axum::response::{IntoResponse, Response};
use serde_json::json;

use crate::graphql::FaultCode;

/// A request refused before the schema saw it.
#[derive(Debug)]
pub(super) struct Refusal {
    status: StatusCode,
    code: FaultCode,
    message: &'static str,
    retry_after: Option<Duration>,
}

impl Refusal {
    /// A request that is not one of the contract, or is beyond a limit.
    pub(super) fn invalid(status: StatusCode, message: &'static str) -> Self {
        Self {
            status,
            code: FaultCode::InvalidRequest,
            message,
            retry_after: None,
        }
    }

    /// Who calls is not known here.
    pub(super) fn unauthenticated(message: &'static str) -> Self {
        Self {
            status: StatusCode::UNAUTHORIZED,
            code: FaultCode::Unauthenticated,
            message,
            retry_after: None,
        }
    }

    /// The caller asks too often.
    pub(super) fn too_many(message: &'static str, retry_after: Duration) -> Self {
        Self {
            status: StatusCode::TOO_MANY_REQUESTS,
            code: FaultCode::TooManyRequests,
            message,
            retry_after: Some(retry_after),
        }
    }

    /// The portal failed; what happened is in its log.
    pub(super) fn internal(status: StatusCode, message: &'static str) -> Self {
        Self {
            status,
            code: FaultCode::Internal,
            message,
            retry_after: None,
        }
    }
}

impl IntoResponse for Refusal {
    fn into_response(self) -> Response {
        let body = json!({
            "errors": [{
                "message": self.message,
                "extensions": { "code": self.code.as_str() },
            }],
        });
        let mut response = (self.status, Json(body)).into_response();
        if self.status == StatusCode::UNAUTHORIZED {
            let bearer = HeaderValue::from_static("Bearer");
            response.headers_mut().insert(WWW_AUTHENTICATE, bearer);
        }
        if let Some(wait) = self.retry_after {
            // Rounded up: a client that waits this long is let in.
            let seconds = wait.as_millis().div_ceil(1_000).max(1);
            let seconds = HeaderValue::from(u64::try_from(seconds).unwrap_or(u64::MAX));
            response.headers_mut().insert(RETRY_AFTER, seconds);
        }
        response
    }
}

pub(super) async fn not_found() -> Refusal {
    Refusal::invalid(StatusCode::NOT_FOUND, "There is nothing at this address.")
}

pub(super) async fn method_not_allowed() -> Refusal {
    Refusal::invalid(
        StatusCode::METHOD_NOT_ALLOWED,
        "This address does not take this method.",
    )
}
