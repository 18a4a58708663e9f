//! What makes a repeated request one request.

use std::ops::RangeInclusive;

use secrecy::{ExposeSecret, SecretString};

use crate::graphql::Fault;

/// Characters of an idempotency key. A secret is derived from it, so a short one is refused.
const LENGTH: RangeInclusive<usize> = 16..=100;

/// # Errors
///
/// When `key` is too short or too long.
pub(super) fn check_idempotency_key(key: &SecretString) -> Result<(), Fault> {
    if LENGTH.contains(&key.expose_secret().chars().count()) {
        return Ok(());
    }
    let (least, most) = LENGTH.into_inner();
    Err(Fault::BadInput(format!(
        "`idempotencyKey` has {least} to {most} characters."
    )))
}
