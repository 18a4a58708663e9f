//! Reading replies: never more than expected, never of another kind.

use std::time::Duration;

use reqwest::header::{CONTENT_TYPE, RETRY_AFTER};
use reqwest::{Response, StatusCode};

use crate::error::ClientError;

/// Refuses a reply whose status alone says that there is nothing to read.
pub(crate) fn check_status(response: &Response) -> Result<(), ClientError> {
    let status = response.status();
    if status.is_redirection() {
        return Err(ClientError::Redirected {
            status: status.as_u16(),
        });
    }
    if status.is_server_error() {
        return Err(ClientError::Faulted {
            status: status.as_u16(),
            code: None,
        });
    }
    match status {
        StatusCode::UNAUTHORIZED => Err(ClientError::Unauthenticated),
        StatusCode::TOO_MANY_REQUESTS => Err(ClientError::TooManyRequests {
            retry_after: retry_after(response),
        }),
        _ => Ok(()),
    }
}

/// The reply's media type in lower case, without parameters.
pub(crate) fn media_type(response: &Response) -> Option<String> {
    let value = response.headers().get(CONTENT_TYPE)?.to_str().ok()?;
    Some(value.split(';').next()?.trim().to_ascii_lowercase())
}

/// The body, if it has at most `limit` bytes.
pub(crate) async fn body(mut response: Response, limit: usize) -> Result<Vec<u8>, ClientError> {
    let too_large = ClientError::ReplyTooLarge { limit };
    if response
        .content_length()
        .is_some_and(|length| length > limit as u64)
    {
        return Err(too_large);
    }
    let mut body = Vec::new();
    while let Some(chunk) = response.chunk().await.map_err(ClientError::cut_off)? {
        if body.len() + chunk.len() > limit {
            return Err(too_large);
        }
        body.extend_from_slice(&chunk);
    }
    Ok(body)
}

/// The wait a portal asks for, in its form of whole seconds.
fn retry_after(response: &Response) -> Option<Duration> {
    let seconds = response
        .headers()
        .get(RETRY_AFTER)?
        .to_str()
        .ok()?
        .trim()
        .parse()
        .ok()?;
    Some(Duration::from_secs(seconds))
}
