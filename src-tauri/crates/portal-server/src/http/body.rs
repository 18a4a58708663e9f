//! Reading the body of a request.

use axum::body::Bytes;
use axum::extract::rejection::BytesRejection;
use axum::extract::{FromRequest, Request};
use axum::http::StatusCode;
use tokio::time::timeout;

use super::failure::Refusal;
use super::limits;

/// All of it, within the limits.
pub(super) async fn read(request: Request) -> Result<Bytes, Refusal> {
    timeout(limits::BODY_WITHIN, Bytes::from_request(request, &()))
        .await
        .map_err(|_| {
            Refusal::invalid(
                StatusCode::REQUEST_TIMEOUT,
                "The body did not arrive in time.",
            )
        })?
        .map_err(|error| unreadable(&error))
}

fn unreadable(rejection: &BytesRejection) -> Refusal {
    match rejection.status() {
        status @ StatusCode::PAYLOAD_TOO_LARGE => {
            Refusal::invalid(status, "The body is too large.")
        }
        _ => Refusal::invalid(StatusCode::BAD_REQUEST, "The body was cut short."),
    }
}
