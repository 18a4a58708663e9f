//! The signatures of Stripe's webhooks.

use chrono::{DateTime, TimeDelta, Utc};
use data_encoding::HEXLOWER;
use hmac::{Hmac, KeyInit, Mac};
use secrecy::{ExposeSecret, SecretString};
use sha2::Sha256;

use crate::payments::NoticeRefused;

/// How far the time of a signature may be from now.
const TOLERANCE: TimeDelta = TimeDelta::minutes(5);

/// Signatures that are looked at: Stripe sends one for each secret, of which there are two while one is replaced.
const SIGNATURES: usize = 8;

/// Verifies that `body` was signed with `secret`, and lately, as the header `Stripe-Signature` says. How long that takes
/// tells nothing.
///
/// # Errors
///
/// When it was not.
pub(super) fn verify(
    secret: &SecretString,
    header: &str,
    body: &[u8],
    now: DateTime<Utc>,
) -> Result<(), NoticeRefused> {
    let parts = || {
        header
            .split(',')
            .filter_map(|part| part.trim().split_once('='))
    };
    let mut times = parts().filter(|(name, _)| *name == "t");
    let (Some((_, signed_at)), None) = (times.next(), times.next()) else {
        return Err(NoticeRefused::Signature);
    };
    let mut expected = <Hmac<Sha256> as KeyInit>::new_from_slice(secret.expose_secret().as_bytes())
        .map_err(|_| NoticeRefused::Signature)?;
    expected.update(signed_at.as_bytes());
    expected.update(b".");
    expected.update(body);
    let mut signatures = parts().filter(|(name, _)| *name == "v1").take(SIGNATURES);
    let is_signed = signatures.any(|(_, signature)| {
        let signature = HEXLOWER.decode(signature.as_bytes());
        signature.is_ok_and(|signature| expected.clone().verify_slice(&signature).is_ok())
    });
    if !is_signed {
        return Err(NoticeRefused::Signature);
    }
    let signed_at = signed_at.parse().ok();
    let signed_at = signed_at.and_then(|seconds| DateTime::from_timestamp(seconds, 0));
    match signed_at {
        Some(signed_at) if (now - signed_at).abs() <= TOLERANCE => Ok(()),
        _ => Err(NoticeRefused::NotOfNow),
    }
}
