//! Requests that don't get as far as the schema. All are told in the form of GraphQL errors, so
//! that a client reads one form.

use axum::Json;
use axum::http::header::WWW_AUTHENTICATE;
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
}

impl Refusal {
    /// A request that is not one of the contract, or is beyond a limit.
    pub(super) fn invalid(status: StatusCode, message: &'static str) -> Self {
        Self {
            status,
            code: FaultCode::InvalidRequest,
            message,
        }
    }

    /// Who calls is not known here.
    pub(super) fn unauthenticated(message: &'static str) -> Self {
        Self {
            status: StatusCode::UNAUTHORIZED,
            code: FaultCode::Unauthenticated,
            message,
        }
    }

    /// The portal failed; what happened is in its log.
    pub(super) fn internal(status: StatusCode, message: &'static str) -> Self {
        Self {
            status,
            code: FaultCode::Internal,
            message,
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
