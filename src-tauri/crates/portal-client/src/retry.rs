//! Trying again, for requests that may be repeated.

use std::time::Duration;

use backon::{ExponentialBuilder, Retryable};

use crate::error::ClientError;

/// The longest wait that a portal may ask for before its refusal is handed on.
const LONGEST_WAIT: Duration = Duration::from_secs(2);

/// Makes `call` up to three times, until it succeeds or fails in a way that another try won't change.
/// Only for reads, for writes that set a value, and for those that carry an idempotency key.
pub(crate) async fn repeatedly<T, Call>(call: impl FnMut() -> Call) -> Result<T, ClientError>
where
    Call: Future<Output = Result<T, ClientError>>,
{
    let backoff = ExponentialBuilder::new()
        .with_min_delay(Duration::from_millis(100))
        .with_jitter()
        .with_max_times(2);
    call.retry(backoff)
        .when(may_pass)
        .adjust(|error, delay| match error {
            ClientError::TooManyRequests {
                retry_after: Some(wait),
            } => delay.map(|delay| delay.max(*wait)),
            _ => delay,
        })
        .notify(|error, delay| tracing::debug!(%error, ?delay, "trying again"))
        .await
}

/// Whether the same request may succeed a moment later. A time-out is not repeated: the person has waited enough.
fn may_pass(error: &ClientError) -> bool {
    match error {
        ClientError::Unreachable { .. } => true,
        ClientError::Faulted { status, .. } => *status >= 500,
        ClientError::TooManyRequests { retry_after } => {
            retry_after.is_none_or(|wait| wait <= LONGEST_WAIT)
        }
        _ => false,
    }
}
